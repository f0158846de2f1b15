package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.mysql.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A server for one data directory and for nobody else: no network, no rights to ask for. */
final class PrivateServer implements AutoCloseable {
  private static final Duration SHUTDOWN_LIMIT = Duration.ofMinutes(5);
  private static final Duration CRASH_LIMIT = Duration.ofSeconds(30);
  private static final int LOOK_MILLIS = 100;

  /** Of what the kernel takes as a socket's address, with its terminating NUL. */
  private static final int LONGEST_SOCKET = 107;

  private final CommandRunner commands;
  private final PrivateServerPrograms programs;
  private final Path folder;
  private final ServerLog log;
  private final RunningCommand server;
  private final AtomicReference<@Nullable AgentException> logFailure = new AtomicReference<>();

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
   * @param own where it has its socket, logs and options; made for {@code owner}
   * @param datadir its data directory
   * @param options further ones, as {@code name=value}
   */
  static PrivateServer start(
      CommandRunner commands,
      PrivateServerPrograms programs,
      PrivateFolder own,
      UserPrincipal owner,
      Path datadir,
      List<String> options) {
    Path folder = own.server();
    requireShort(folder.resolve("sock"));
    List<String> all = new ArrayList<>(options);
    all.addAll(
        List.of(
            "user=" + owner.getName(),
            "socket=" + folder.resolve("sock"),
            "pid-file=" + folder.resolve("pid"),
            "log-error=" + folder.resolve("error.log"),
            "tmpdir=" + folder,
            "skip-networking",
            "skip-grant-tables",
            // Replication would connect to the live server's source.
            "loose-skip-slave-start",
            "loose-skip-replica-start",
            "loose-mysqlx=OFF",
            "loose-innodb-buffer-pool-load-at-startup=OFF",
            "loose-innodb-buffer-pool-dump-at-shutdown=OFF"));
    Path file = own.writeOptions(OptionFileText.of(all), owner);
    RunningCommand started =
        commands.start(
            Command.of(
                    programs.server(),
                    "--defaults-file=" + file,
                    "--datadir=" + datadir,
                    // What was set by SET PERSIST is in the copy.
                    "--loose-persisted-globals-load=OFF",
                    "--loose-" + ServerProcess.PRIVATE + "=1")
                .withoutLimit()
                .in(folder));
    PrivateServer server = new PrivateServer(commands, programs, folder, started);
    daemon("verify-server-output", () -> drain(started.stdout()));
    daemon("verify-server-log", server::watchLog);
    return server;
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void requireShort(Path socket) {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Can't verify: the path of the socket "
              + socket
              + " is too long: set a shorter"
              + " VerifyDirectory");
    }
  }

  private static void drain(InputStream output) {
    try (output) {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // The server is gone.
    }
  }

  // A server that fills the disk with its log is ended, whatever it is asked at the moment.
  private void watchLog() {
    try {
      while (server.isAlive()) {
        log.read();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (AgentException e) {
      logFailure.compareAndSet(null, e);
      server.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until it has recovered and answers.
   *
   * @throws BadSnapshotException if it ends instead
   * @throws AgentException if it ends because of the host
   */
  void awaitReady() throws InterruptedException {
    while (!log.isReady()) {
      if (!server.isAlive()) {
        throw ended("the server did not come up on it");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** What InnoDB has complained of so far. */
  List<String> innodbErrors() {
    log.read();
    return log.innodbErrors();
  }

  /** The trouble of the host that it has complained of, if it has. */
  Optional<HostFault> fault() {
    log.read();
    return log.fault();
  }

  /** Has it ended, or does it within a little while? A crash takes its time to be written down. */
  boolean endsSoon() throws InterruptedException {
    long deadline = System.nanoTime() + CRASH_LIMIT.toNanos();
    while (server.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return !server.isAlive();
  }

  /**
   * Why it has ended.
   *
   * @throws AgentException if the snapshot is not to blame
   */
  BadSnapshotException ended(String what) throws InterruptedException {
    CommandResult result = server.waitFor();
    Optional<AgentException> tooLarge = Optional.ofNullable(logFailure.get());
    if (tooLarge.isPresent()) {
      throw tooLarge.get();
    }
    Optional<HostFault> fault =
        fault()
            .or(() -> HostFault.in(result.stderr()).map(known -> known.saying(result.lastWords())))
            .or(() -> HostFault.ofExit(result.exitCode()));
    if (fault.isPresent()) {
      throw fault.get().failure(what);
    }
    String words = log.lastWords().isEmpty() ? result.lastWords() : log.lastWords();
    return new BadSnapshotException(what + ": " + words);
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
      throw ended("the server ended with " + status);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
