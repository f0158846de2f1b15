package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.mysql.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The binary log in the copy of a data directory. A server that wrote one has transactions that are
 * only prepared in InnoDB when it is cut off; without the log it would refuse to start on them.
 */
final class CopiedBinaryLog {
  /** MySQL 8 writes one of that name unless told otherwise. */
  private static final String USUAL = "binlog";

  private CopiedBinaryLog() {}

  /**
   * The arguments that let a server use the copied log, or none at all. The copied index is
   * rewritten: it may name the live server's files by absolute paths.
   *
   * @param live the live server's options
   * @param datadir the live server's
   * @param copy the data directory in the copy
   */
  static List<String> arguments(ServerOptions live, Path datadir, Path copy) {
    Optional<Path> index = index(live, datadir, copy);
    if (index.isEmpty()) {
      return List.of("--skip-log-bin");
    }
    rewrite(index.get());
    String name = index.get().toString();
    return List.of(
        "--log-bin=" + name.substring(0, name.length() - ".index".length()),
        "--log-bin-index=" + name,
        "--server-id=1",
        "--loose-expire-logs-days=0",
        "--loose-binlog-expire-logs-seconds=0");
  }

  private static Optional<Path> index(ServerOptions live, Path datadir, Path copy) {
    String base = live.find("log_bin").filter(value -> !value.isBlank()).orElse(USUAL);
    String named = live.find("log_bin_index").filter(value -> !value.isBlank()).orElse(base);
    // Servers take an extension away before they add their own.
    Path path = datadir.resolve(named).normalize();
    String name = path.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".index";
    return Optional.of(path.resolveSibling(name))
        .filter(file -> file.startsWith(datadir))
        .map(file -> copy.resolve(datadir.relativize(file)))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  private static void rewrite(Path index) {
    try {
      List<String> logs =
          Files.readAllLines(index).stream()
              .filter(line -> !line.isBlank())
              .map(line -> index.resolveSibling(line.substring(line.lastIndexOf('/') + 1)))
              .filter(log -> Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS))
              .map(Path::toString)
              .toList();
      Files.write(index, logs);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not prepare the copied binary log " + index + ": " + e, e);
    }
  }
}
