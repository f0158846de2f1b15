package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.mysql.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server for one data directory and for nobody else: no network, no rights to ask for. */
final class PrivateServer implements AutoCloseable {
  private static final Duration SHUTDOWN_LIMIT = Duration.ofMinutes(5);
  private static final int LOOK_MILLIS = 100;

  private final CommandRunner commands;
  private final PrivateServerPrograms programs;
  private final Path folder;
  private final ServerLog log;
  private final RunningCommand server;

  private PrivateServer(
      CommandRunner commands, PrivateServerPrograms programs, Path folder, RunningCommand server) {
    this.commands = commands;
    this.programs = programs;
    this.folder = folder;
    this.log = new ServerLog(folder.resolve("error.log"));
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param folder for its socket and logs; the server's user owns it
   * @param arguments its data directory, and what it needs to read that
   */
  static PrivateServer start(
      CommandRunner commands, PrivateServerPrograms programs, Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(programs.server(), "--no-defaults"));
    command.addAll(arguments);
    command.addAll(
        List.of(
            "--socket=" + folder.resolve("sock"),
            "--pid-file=" + folder.resolve("pid"),
            "--log-error=" + folder.resolve("error.log"),
            "--tmpdir=" + folder,
            "--loose-" + ServerProcess.PRIVATE + "=1",
            "--skip-networking",
            "--skip-grant-tables",
            // Replication would connect to the live server's source.
            "--loose-skip-slave-start",
            "--loose-skip-replica-start",
            "--loose-mysqlx=OFF",
            "--loose-innodb-buffer-pool-load-at-startup=OFF",
            "--loose-innodb-buffer-pool-dump-at-shutdown=OFF"));
    RunningCommand started = commands.start(Command.of(command).withoutLimit().in(folder));
    Thread drain = new Thread(() -> drain(started.stdout()), "verify-server-output");
    drain.setDaemon(true);
    drain.start();
    return new PrivateServer(commands, programs, folder, started);
  }

  private static void drain(InputStream output) {
    try (output) {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // The server is gone.
    }
  }

  /**
   * Waits until it has recovered and answers.
   *
   * @throws BadSnapshotException if it ends instead
   */
  void awaitReady() throws InterruptedException {
    while (!attempt(log::isReady)) {
      if (!server.isAlive()) {
        throw new BadSnapshotException(
            "the server did not come up on it: " + attempt(log::lastWords));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** What InnoDB has complained of so far. */
  List<String> innodbErrors() {
    return attempt(log::innodbErrors);
  }

  private interface Look<T> {
    T at() throws IOException;
  }

  private static <T> T attempt(Look<T> look) {
    try {
      return look.at();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not read the log of the private server: " + e, e);
    }
  }

  /** The client program, connected to it, up to its further arguments. */
  List<String> client() {
    return List.of(
        programs.client(),
        "--no-defaults",
        "--socket=" + folder.resolve("sock"),
        "--user=root",
        "--default-character-set=utf8mb4",
        "--batch",
        "--skip-column-names");
  }

  /**
   * Shuts it down as an operator would.
   *
   * @throws BadSnapshotException if it does not end well
   */
  void shutDown() throws InterruptedException {
    List<String> shutdown = new ArrayList<>(client());
    shutdown.add("--execute=SHUTDOWN");
    commands.run(Command.of(shutdown).within(SHUTDOWN_LIMIT));
    int status = server.waitFor().exitCode();
    if (status != 0) {
      throw new BadSnapshotException(
          "the server ended with " + status + ": " + attempt(log::lastWords));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
