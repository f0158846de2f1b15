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
 * only prepared in InnoDB when it is cut off; without the log it refuses to start on them.
 */
final class CopiedBinaryLog {
  /** MySQL 8 writes one of that name unless told otherwise. */
  private static final String USUAL = "binlog";

  private final Path datadir;
  private final Path copy;
  private final Path base;
  private final Path index;

  /**
   * That of a copy.
   *
   * @param live the live server's options
   * @param baseName what the live server calls its files after
   * @param datadir the live server's
   * @param copy the data directory in the copy
   */
  CopiedBinaryLog(ServerOptions live, String baseName, Path datadir, Path copy) {
    this.datadir = datadir;
    this.copy = copy;
    Optional<String> option = live.find("log_bin");
    String usual = option.isPresent() ? baseName + "-bin" : USUAL;
    String named = option.filter(value -> !value.isBlank()).orElse(usual);
    this.base = withoutExtension(datadir.resolve(named).normalize());
    Path indexed =
        live.find("log_bin_index")
            .filter(value -> !value.isBlank())
            .map(value -> withoutExtension(datadir.resolve(value).normalize()))
            .orElse(base);
    this.index = indexed.resolveSibling(indexed.getFileName() + ".index");
  }

  // Servers take an extension away before they add their own.
  private static Path withoutExtension(Path path) {
    return path.resolveSibling(path.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
  }

  /** Does the live server write it outside of its datadir, so that no snapshot has it? */
  boolean isElsewhere() {
    return !base.startsWith(datadir) || !index.startsWith(datadir);
  }

  /**
   * The options that let a server use the copied log, or none at all. The copied index is
   * rewritten: it may name the live server's files by absolute paths.
   */
  List<String> options() {
    if (isElsewhere()) {
      return List.of("skip-log-bin");
    }
    Path copiedBase = copied(base);
    Path copiedIndex = copied(index);
    if (!Files.isRegularFile(copiedIndex, LinkOption.NOFOLLOW_LINKS)
        || !CopiedFiles.holds(copy, copiedIndex)
        || !CopiedFiles.holds(copy, copiedBase)) {
      return List.of("skip-log-bin");
    }
    rewrite(copiedIndex, copiedBase);
    return List.of(
        "log-bin=" + copiedBase,
        "log-bin-index=" + copiedIndex,
        "server-id=1",
        "loose-expire-logs-days=0",
        "loose-binlog-expire-logs-seconds=0");
  }

  private Path copied(Path live) {
    return copy.resolve(datadir.relativize(live));
  }

  private static void rewrite(Path index, Path base) {
    try {
      List<String> logs =
          Files.readAllLines(index).stream()
              .filter(line -> !line.isBlank())
              .map(line -> base.resolveSibling(line.substring(line.lastIndexOf('/') + 1)))
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
