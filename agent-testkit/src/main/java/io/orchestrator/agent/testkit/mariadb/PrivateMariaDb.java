package io.orchestrator.agent.testkit.mariadb;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.seed.UnusedPort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A MariaDB server of a test's own: everything it has is in one directory, it runs as the user who
 * runs the test, and nobody else uses it. Needs {@code mariadbd}, {@code mariadb-install-db} and
 * {@code mariadb}. Not for use by several threads at once.
 */
public final class PrivateMariaDb implements MariaDbServer, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private static final List<String> SMALL =
      List.of(
          "--innodb-buffer-pool-size=16M",
          "--innodb-log-file-size=4M",
          "--innodb-flush-log-at-trx-commit=0",
          "--key-buffer-size=1M",
          "--aria-pagecache-buffer-size=1M",
          "--performance-schema=OFF");

  private final ProcessRunner commands = new ProcessRunner(false);
  private final Path directory;
  private final List<String> options;
  private final int port;
  private RunningCommand server;

  private PrivateMariaDb(Path directory, List<String> options) throws InterruptedException {
    this.directory = directory;
    this.options = options;
    this.port = UnusedPort.find();
    this.server = launch();
  }

  /**
   * Makes a data directory and starts a server on it; returns when it answers.
   *
   * @param directory exists, is empty and has a short path: the socket is in it
   * @param options further options of the server, such as {@code --log-bin}
   */
  public static PrivateMariaDb start(Path directory, String... options)
      throws InterruptedException {
    install(directory.resolve("data"));
    return new PrivateMariaDb(directory, List.of(options));
  }

  /**
   * Starts a server on a data directory that is there; returns when it answers.
   *
   * @param directory has it as {@code data}, which may be a link, and has a short path
   * @param options further options of the server
   */
  public static PrivateMariaDb open(Path directory, String... options) throws InterruptedException {
    return new PrivateMariaDb(directory, List.of(options));
  }

  /**
   * Makes a data directory as a server has before its first start.
   *
   * @param datadir does not exist or is empty
   * @param options further options of the server, such as {@code --innodb-page-size}
   */
  public static void install(Path datadir, String... options) throws InterruptedException {
    List<String> install = new ArrayList<>(List.of("mariadb-install-db", "--no-defaults"));
    install.add("--user=" + System.getProperty("user.name"));
    install.add("--datadir=" + datadir);
    // Not in a folder that servers of other tests use as well.
    install.add("--tmpdir=" + datadir.toAbsolutePath().getParent());
    install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
    install.addAll(SMALL);
    install.addAll(List.of(options));
    new ProcessRunner(false).run(Command.of(install).within(START_LIMIT));
  }

  /** The server's data directory. */
  public Path datadir() {
    return directory.resolve("data");
  }

  /** Its socket. */
  public Path socket() {
    return directory.resolve("sock");
  }

  /** Its TCP port on the loopback address. */
  public int port() {
    return port;
  }

  /** Its process id. */
  public long pid() {
    return server.pid();
  }

  @Override
  public List<String> clientCommand() {
    return List.of("mariadb", "--no-defaults", "--user=root", "--socket=" + socket());
  }

  /** Stops the server as an operator would; does nothing if it does not run. */
  public void stop() throws InterruptedException {
    if (server.isAlive()) {
      sql("SHUTDOWN");
      CommandResult result = server.waitFor();
      if (!result.succeeded()) {
        throw new IllegalStateException("mariadbd failed to stop: " + result.stderr());
      }
    }
  }

  /** Starts the server again after {@link #stop()}, on the same directory and port. */
  public void restart() throws InterruptedException {
    server = launch();
  }

  /** Ends the server if it still runs. */
  @Override
  public void close() {
    server.close();
  }

  private RunningCommand launch() throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("mariadbd", "--no-defaults"));
    arguments.add("--user=" + System.getProperty("user.name"));
    arguments.add("--datadir=" + datadir());
    arguments.add("--socket=" + socket());
    arguments.add("--pid-file=" + directory.resolve("pid"));
    // A server that starts removes the temporary tables of another one in the same folder.
    arguments.add("--tmpdir=" + directory);
    arguments.add("--port=" + port);
    arguments.add("--bind-address=127.0.0.1");
    arguments.addAll(SMALL);
    arguments.addAll(options);
    RunningCommand started = commands.start(Command.of(arguments).withoutLimit());
    discardOutput(started);
    try {
      Awaitility.await("mariadbd answers").atMost(START_LIMIT).until(() -> answers(started));
      return started;
    } catch (RuntimeException failed) {
      started.close();
      throw failed;
    }
  }

  private boolean answers(RunningCommand started) throws InterruptedException {
    if (!started.isAlive()) {
      throw new IllegalStateException("mariadbd ended: " + started.waitFor().stderr());
    }
    if (Files.notExists(socket())) {
      return false;
    }
    try {
      return !sql("SELECT 1").isEmpty();
    } catch (AgentException notYet) {
      return false;
    }
  }

  private static void discardOutput(RunningCommand started) {
    Thread thread =
        new Thread(
            () -> {
              try {
                started.stdout().transferTo(OutputStream.nullOutputStream());
              } catch (IOException ended) {
                // The server is gone.
              }
            },
            "mariadbd-output");
    thread.setDaemon(true);
    thread.start();
  }
}
