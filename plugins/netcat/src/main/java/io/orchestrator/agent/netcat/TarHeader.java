package io.orchestrator.agent.netcat;

/** The fields of a tar header block that say what follows it. */
final class TarHeader {
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int OLD_SPARSE_MORE = 482;

  private final byte[] block;

  /**
   * A header.
   *
   * @param block 512 bytes, not copied
   */
  TarHeader(byte[] block) {
    this.block = block;
  }

  char type() {
    return (char) block[TYPE];
  }

  /** Negative if it is out of range. */
  long size() {
    boolean binary = (block[SIZE] & 0x80) != 0;
    return binary ? base256() : octal(SIZE, SIZE_LENGTH);
  }

  /** Do further blocks follow with the holes of an old GNU sparse file? */
  boolean continuesSparseMap() {
    return type() == 'S' && block[OLD_SPARSE_MORE] != 0;
  }

  /** The sum of all bytes, those of the checksum itself counted as blanks. */
  boolean hasRightChecksum() {
    long sum = 0;
    for (int at = 0; at < block.length; at++) {
      boolean own = at >= CHECKSUM && at < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? 0x20 : (block[at] & 0xFF);
    }
    return sum == octal(CHECKSUM, CHECKSUM_LENGTH);
  }

  /** Big-endian two's complement behind a first byte of 0x80 or, for negative numbers, 0xFF. */
  private long base256() {
    long value = block[SIZE] & 0x7F;
    for (int at = SIZE + 1; at < SIZE + SIZE_LENGTH; at++) {
      if (value > Long.MAX_VALUE >> 8) {
        return -1;
      }
      value = (value << 8) | (block[at] & 0xFF);
    }
    return value;
  }

  private long octal(int from, int length) {
    long value = 0;
    int at = from;
    while (at < from + length && block[at] == ' ') {
      at++;
    }
    while (at < from + length && block[at] >= '0' && block[at] <= '7') {
      value = value * 8 + block[at] - '0';
      at++;
    }
    boolean ended = at == from + length || block[at] == 0 || block[at] == ' ';
    return ended ? value : -1;
  }
}
