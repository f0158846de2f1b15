package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.live.client.ServerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The tool's note of where the copy ends in the binary log. */
final class BinlogInfo {
  private static final List<String> NAMES =
      List.of("mariadb_backup_binlog_info", "xtrabackup_binlog_info");
  private static final int LONGEST = 1 << 20;

  private BinlogInfo() {}

  /**
   * Reads it.
   *
   * @param port the source's
   * @return empty if the source writes no binary log, or can't be connected to
   */
  static Optional<ReplicationStart> of(Path datadir, ServerVersion server, int port)
      throws IOException {
    Optional<Path> note =
        NAMES.stream().map(datadir::resolve).filter(Files::isRegularFile).findFirst();
    return note.isEmpty() || port == 0
        ? Optional.empty()
        : parse(read(note.get()), server.flavor(), port);
  }

  private static String read(Path note) throws IOException {
    try (InputStream in = Files.newInputStream(note)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  /**
   * Of its text: file, position and GTID set, with tabs between them. A set of MySQL's may go on
   * over several lines.
   */
  static Optional<ReplicationStart> parse(String text, ReplicationStart.Flavor flavor, int port) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    String[] parts = text.strip().split("\t", 3);
    try {
      return Optional.of(
          new ReplicationStart(
              flavor,
              port,
              Optional.of(new BinaryLogPosition(parts[0], Long.parseLong(parts[1].strip()))),
              parts.length < 3 ? Optional.empty() : Optional.of(parts[2])));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The copy's note of the binary log's position is not as the tool writes it: "
              + wrong.getMessage(),
          wrong);
    }
  }
}
