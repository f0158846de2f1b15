package io.orchestrator.agent.host.mysql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Logs made up by tests: a right header, and what a test wants as events. */
final class TestLogs {
  /** The header's size. */
  static final int HEADER = 4 + 19 + 100;

  private TestLogs() {}

  static byte[] header(int serverId) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0xfe, 'b', 'i', 'n'});
    bytes
        .putInt(0)
        .put((byte) 15)
        .putInt(serverId)
        .putInt(HEADER - 4)
        .putInt(HEADER)
        .putShort((short) 0);
    return bytes.array();
  }

  static Path write(Path file, int serverId, String events) throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.write(header(serverId));
    log.write(events.getBytes(StandardCharsets.ISO_8859_1));
    return Files.write(file, log.toByteArray());
  }
}
