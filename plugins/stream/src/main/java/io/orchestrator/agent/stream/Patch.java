package io.orchestrator.agent.stream;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a part of a file has before the chunks that the target lacks.
 *
 * @param number of the file
 * @param part of the file, from 0
 * @param equal a bit for each chunk, the lowest for the first: the target has it
 * @param zeros a bit for each chunk: it is nothing but zeros
 * @param checksum the CRC32C of the whole part
 */
record Patch(int number, int part, int equal, int zeros, int checksum) {
  static final int HEADER = 3 * Integer.BYTES + 2 * Short.BYTES;

  static Patch read(ByteBuffer in) {
    return new Patch(
        in.getInt(),
        in.getInt(),
        Short.toUnsignedInt(in.getShort()),
        Short.toUnsignedInt(in.getShort()),
        in.getInt());
  }

  void write(ByteBuffer out) {
    out.putInt(number)
        .putInt(part)
        .putShort((short) equal)
        .putShort((short) zeros)
        .putInt(checksum);
  }

  boolean isEqual(int chunk) {
    return (equal >> chunk & 1) != 0;
  }

  boolean isZeros(int chunk) {
    return (zeros >> chunk & 1) != 0;
  }

  /** Do its bits fit a part of so many chunks? */
  boolean fits(long chunks) {
    return equal != 0 && (equal & zeros) == 0 && (equal | zeros) >> chunks == 0;
  }

  static int checksum(ByteBuffer part) {
    CRC32C crc = new CRC32C();
    crc.update(part.duplicate());
    return (int) crc.getValue();
  }
}
