package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What every binary or relay log begins with: four magic bytes and a format-description event,
 * without which the events that follow cannot be read.
 */
final class LogHeader {
  /** Where the first event of any log begins. */
  static final int FIRST_EVENT = 4;

  private static final int MAGIC = 0xfe_62_69_6e;
  private static final int ENCRYPTED_MAGIC = 0xfd_62_69_6e;
  private static final int EVENT_HEADER = 19;
  private static final int FORMAT_DESCRIPTION = 15;
  private static final int START_ENCRYPTION = 164;
  private static final long MAX_SIZE = 64 << 10;

  private LogHeader() {}

  /**
   * The header's size: where the second event begins, or would.
   *
   * @throws AgentException {@code CORRUPT_DATA} if the log does not begin with one, {@code
   *     UNSUPPORTED} if it is encrypted
   */
  static int size(FileChannel log, Path path) throws IOException {
    ByteBuffer start = read(log, path, 0, FIRST_EVENT + EVENT_HEADER);
    requireMagic(start.getInt(0), path);
    int type = start.get(FIRST_EVENT + 4);
    long eventSize =
        Integer.toUnsignedLong(start.order(ByteOrder.LITTLE_ENDIAN).getInt(FIRST_EVENT + 9));
    long end = FIRST_EVENT + eventSize;
    if (type != FORMAT_DESCRIPTION || eventSize <= EVENT_HEADER || eventSize > MAX_SIZE) {
      throw LogReading.corrupt(
          path,
          "its first event has type "
              + type
              + " and "
              + eventSize
              + " bytes and is no format-description event");
    }
    if (end > log.size()) {
      throw LogReading.corrupt(path, "it ends within its format-description event");
    }
    if (log.size() >= end + EVENT_HEADER
        && read(log, path, end, EVENT_HEADER).get(4) == (byte) START_ENCRYPTION) {
      throw encrypted(path);
    }
    return (int) end;
  }

  private static void requireMagic(int magic, Path path) {
    if (magic == ENCRYPTED_MAGIC) {
      throw encrypted(path);
    }
    if (magic != MAGIC) {
      throw LogReading.corrupt(path, "it is no binary or relay log, its magic bytes are wrong");
    }
  }

  private static ByteBuffer read(FileChannel log, Path path, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (log.read(bytes, position + bytes.position()) < 0) {
        throw LogReading.corrupt(path, "it is too short to be a binary or relay log");
      }
    }
    return bytes.flip();
  }

  private static AgentException encrypted(Path path) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "Reading the log " + path + ": it is encrypted, so that only the server can read it");
  }
}
