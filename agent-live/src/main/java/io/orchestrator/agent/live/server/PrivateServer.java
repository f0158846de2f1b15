package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server on a new data directory, for whoever loads data into it and for nobody else: no network,
 * no binary log, no replication, no events. It belongs to a seed, whose end ends it.
 */
public final class PrivateServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(10);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
  private static final Duration SHUTDOWN_LIMIT = Duration.ofMinutes(5);
  private static final int LOOK_MILLIS = 200;
  private static final int LONGEST = 300;
  private static final Pattern CLIENT_ERROR =
      Pattern.compile("^ERROR |CRITICAL|[Ee]rror restoring");
  private static final String SOCKET = PrivateFolder.NAME + "/sock";

  private final CommandRunner commands;
  private final ServerPrograms programs;
  private final Path datadir;
  private final PrivateFolder folder;
  private final ServerUser user;
  private final ErrorLog log;
  private final RunningCommand server;
  private volatile boolean full;

  private PrivateServer(
      CommandRunner commands,
      ServerPrograms programs,
      Path datadir,
      PrivateFolder folder,
      ServerUser user,
      RunningCommand server) {
    this.commands = commands;
    this.programs = programs;
    this.datadir = datadir;
    this.folder = folder;
    this.user = user;
    this.log = new ErrorLog(folder.errorLog());
    this.server = server;
  }

  /** Starts one; see {@link NewDatadir#serve}. */
  static PrivateServer start(
      CommandRunner commands,
      ServerPrograms programs,
      Path datadir,
      PrivateFolder folder,
      ServerUser user,
      List<String> first)
      throws InterruptedException {
    List<String> line = new ArrayList<>(first);
    line.addAll(
        List.of(
            "--socket=" + SOCKET,
            "--pid-file=" + PrivateFolder.NAME + "/pid",
            "--log-error=" + folder.errorLog(),
            "--skip-networking",
            "--skip-log-bin",
            "--loose-skip-slave-start",
            "--loose-skip-replica-start",
            "--loose-mysqlx=OFF",
            "--event-scheduler=OFF",
            "--loose-performance-schema=OFF",
            "--loose-innodb-buffer-pool-load-at-startup=OFF",
            // A load that breaks off is thrown away, so nothing has to survive a crash.
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=OFF",
            // The source has these tables, whatever it was told when they were made.
            "--loose-innodb-strict-mode=OFF",
            "--max-allowed-packet=1G",
            "--max-heap-table-size=1024G",
            // The client is silent for as long as the source is.
            "--wait-timeout=2147483",
            // The host knows its own servers by it, and does not take them for the real one.
            "--loose-orchestrator-agent-private=1"));
    if (!programs.version().isMariaDb()) {
      // A dump of a MySQL says what it has executed, and the new server keeps that.
      line.addAll(List.of("--gtid-mode=ON", "--enforce-gtid-consistency=ON"));
    }
    RunningCommand started = commands.start(Command.of(user.line(line)).withoutLimit().in(datadir));
    PrivateServer server = new PrivateServer(commands, programs, datadir, folder, user, started);
    boolean ready = false;
    try {
      daemon("private-server-output", () -> drain(started.stdout()));
      daemon("private-server-log", server::watchLog);
      server.awaitReady();
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void drain(InputStream output) {
    try (output) {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // The server is gone.
    }
  }

  /** A server whose disk is full waits for ever, and its client with it. */
  private void watchLog() {
    try {
      while (server.isAlive()) {
        if (log.fullDisk().isPresent()) {
          full = true;
          server.close();
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!server.isAlive()) {
        throw failure("start a private server on " + datadir, server.waitFor());
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new AgentException(
            ErrorCode.TIMED_OUT,
            "The private server on "
                + datadir
                + " did not answer within "
                + START_LIMIT.toMinutes()
                + " minutes: "
                + log.lastWords());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean answers() throws InterruptedException {
    List<String> ask = new ArrayList<>(client());
    ask.add("--execute=SELECT 1");
    return commands.tryRun(Command.of(ask).within(ASK_LIMIT).in(datadir)).succeeded();
  }

  /** Its socket, from {@link #datadir()}. */
  public String socket() {
    return SOCKET;
  }

  /** Its data directory, in which its clients are to be started. */
  public Path datadir() {
    return datadir;
  }

  private List<String> client() {
    return user.line(
        List.of(
            programs.client().toString(),
            "--no-defaults",
            "--socket=" + SOCKET,
            "--user=root",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G",
            "--batch",
            "--skip-column-names",
            // Or the client would take line ends and comments out of stored programs.
            "--binary-mode",
            "--comments"));
  }

  /**
   * Starts a client that runs what is written to it.
   *
   * @param what is loaded, for messages, such as "the dump"
   * @param lines is given the lines that the client prints, on another thread
   */
  public ClientFeed feed(String what, Consumer<String> lines) {
    Command client = Command.of(client()).with("LC_ALL", "C").withoutLimit().in(datadir);
    String attempt = "load " + what + " into the new datadir";
    return new ClientFeed(this, attempt, commands.start(client), lines);
  }

  /** Makes a folder for files that its user's programs read; it goes away with the server. */
  public ServerFiles files(String name) {
    return new ServerFiles(folder.path().resolve(name), folder.makeOpen(name));
  }

  /** Runs a program as its user and in its data directory, for as long as that takes. */
  public CommandResult run(List<String> program) throws InterruptedException {
    return commands.tryRun(
        Command.of(user.line(program)).with("LC_ALL", "C").withoutLimit().in(datadir));
  }

  /**
   * What to throw when a program that used this server has failed: the server's own trouble if it
   * has one, else the program's.
   *
   * @param attempt as in "Could not …"
   * @param program how it ended
   */
  public AgentException failure(String attempt, CommandResult program) {
    String words = errors(program);
    if (full || ErrorLog.isAboutFullDisk(words)) {
      return new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "Could not " + attempt + ": the disk is full: " + log.fullDisk().orElse(words));
    }
    boolean known = server.isAlive() || log.lastWords().isEmpty();
    return new AgentException(
        ErrorCode.COMMAND_FAILED,
        "Could not "
            + attempt
            + ": "
            + (known ? words : "the private server ended: " + log.lastWords()));
  }

  /** The client writes the statement that failed as well, with the data of users. */
  private static String errors(CommandResult program) {
    String errors =
        program
            .stderr()
            .lines()
            .filter(line -> CLIENT_ERROR.matcher(line).find())
            .map(line -> line.replaceAll("\\p{Cntrl}+", " "))
            .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
            .collect(Collectors.joining("; "));
    return errors.isEmpty()
        ? program.lastWords().substring(0, Math.min(LONGEST, program.lastWords().length()))
        : errors;
  }

  /**
   * Shuts it down, so that its files are whole, and takes away what is not data.
   *
   * @throws AgentException if it does not end well
   */
  public void shutDown() throws InterruptedException {
    List<String> shutdown = new ArrayList<>(client());
    shutdown.add("--execute=SHUTDOWN");
    String attempt = "shut the private server on " + datadir + " down";
    CommandResult asked = commands.tryRun(Command.of(shutdown).within(SHUTDOWN_LIMIT).in(datadir));
    if (!asked.succeeded()) {
      throw failure(attempt, asked);
    }
    CommandResult end = server.waitFor();
    Optional<String> last =
        log.lines().stream().filter(line -> line.contains("Shutdown complete")).findFirst();
    if (!end.succeeded() || last.isEmpty()) {
      throw failure(attempt, end);
    }
    folder.delete();
  }

  /** Ends it if it still runs, and takes away what is not data. */
  @Override
  public void close() {
    server.close();
    folder.delete();
  }
}
