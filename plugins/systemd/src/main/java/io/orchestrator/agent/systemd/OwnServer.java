package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Is it this agent's server that a unit runs? A host may have several, each with an agent. */
final class OwnServer {
  private static final Set<String> PROGRAMS = Set.of("mysqld", "mysqld-debug", "mariadbd");

  private final MySqlFacts mysql;

  OwnServer(MySqlFacts mysql) {
    this.mysql = mysql;
  }

  /**
   * Refuses a unit whose server works in another datadir. Where that can't be seen, since it is
   * down or behind a script or a container, it is taken for the right one.
   */
  void require(Unit unit) throws InterruptedException {
    Path process = Path.of("/proc", unit.mainPid());
    Optional<Path> datadir = datadir(process);
    if (datadir.isPresent() && !isSame(process.resolve("cwd"), mysql.datadir())) {
      throw new AgentException(
          ErrorCode.NOT_CONFIGURED,
          unit.id()
              + " runs a server in "
              + datadir.get()
              + ", and this agent's datadir is "
              + mysql.datadir()
              + "; name the unit of its server with the setting Unit of the plugin systemd");
    }
  }

  /** Where it works, if it is a server that has got so far. */
  private static Optional<Path> datadir(Path process) {
    try {
      Path folder = process.resolve("cwd").toRealPath();
      boolean isServer = PROGRAMS.contains(Files.readString(process.resolve("comm")).strip());
      return isServer && Files.exists(folder.resolve("ibdata1"))
          ? Optional.of(folder)
          : Optional.empty();
    } catch (IOException unseen) {
      return Optional.empty();
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException missing) {
      return false;
    }
  }
}
