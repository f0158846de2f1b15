package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The empty data directory of a target, which becomes that of a new server of its own identity, in
 * the layout that this host's option files ask for.
 */
public final class NewDatadir {
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);

  private final CommandRunner commands;
  private final ServerPrograms programs;
  private final DataOptions options;
  private final Path datadir;
  private final ServerUser user;

  private NewDatadir(
      CommandRunner commands,
      ServerPrograms programs,
      DataOptions options,
      Path datadir,
      ServerUser user) {
    this.commands = commands;
    this.programs = programs;
    this.options = options;
    this.datadir = datadir;
    this.user = user;
  }

  /**
   * Looks whether this host can make one; changes nothing.
   *
   * @param datadir exists; but for hidden folders it is empty
   * @throws AgentException with what is missing
   */
  public static NewDatadir in(CommandRunner commands, MySqlFacts mysql, Path datadir)
      throws InterruptedException {
    ServerPrograms programs = ServerPrograms.find(commands);
    DataOptions options = DataOptions.read(commands, mysql, programs.version(), datadir);
    return new NewDatadir(commands, programs, options, datadir, ServerUser.of(commands, datadir));
  }

  /** The version of the server that this host has. */
  public ServerVersion version() {
    return programs.version();
  }

  /** How this host's server is told to compare tables' names: 0, 1 or 2. */
  public String lowerCaseTableNames() {
    return options.find("lower_case_table_names").orElse("0");
  }

  /**
   * Initialises it and starts a server on it, which listens on a socket only.
   *
   * @param bufferPool the server's, in bytes; else that of the option files
   * @throws AgentException if that fails, with the last words of who failed
   */
  public PrivateServer serve(Optional<Long> bufferPool) throws InterruptedException {
    PrivateFolder folder = PrivateFolder.make(commands, user, datadir);
    boolean started = false;
    try {
      List<String> all = new ArrayList<>(options.all());
      all.add("tmpdir=" + folder.path());
      bufferPool.ifPresent(bytes -> all.add("innodb_buffer_pool_size=" + bytes));
      Path file = folder.writeOptions(all);
      initialise(file);
      PrivateServer server =
          PrivateServer.start(
              commands, programs, datadir, folder, user, command(programs.server(), file));
      started = true;
      return server;
    } finally {
      if (!started) {
        folder.delete();
      }
    }
  }

  private List<String> command(Path program, Path file) {
    List<String> line =
        new ArrayList<>(
            List.of(program.toString(), "--defaults-file=" + file, "--datadir=" + datadir));
    line.addAll(user.serverOptions());
    return line;
  }

  private void initialise(Path file) throws InterruptedException {
    List<String> line;
    if (programs.version().isMariaDb()) {
      Path install = ServerPrograms.installed(commands, "mariadb-install-db", "mysql_install_db");
      line = command(install, file);
      line.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
    } else {
      line = command(programs.server(), file);
      line.add("--initialize-insecure");
    }
    CommandResult result =
        commands.tryRun(
            Command.of(user.line(line)).with("LC_ALL", "C").within(INSTALL_LIMIT).in(datadir));
    if (!result.succeeded()) {
      String said = result.stderr() + result.stdout();
      throw new AgentException(
          ErrorLog.isAboutFullDisk(said) ? ErrorCode.RESOURCES_EXHAUSTED : ErrorCode.COMMAND_FAILED,
          "Could not initialise "
              + datadir
              + ": "
              + Path.of(line.get(0)).getFileName()
              + " exited with "
              + result.exitCode()
              + ": "
              + words(said));
    }
  }

  private static String words(String said) {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    List<String> errors = lines.stream().filter(line -> line.contains("ERROR")).toList();
    List<String> last = errors.isEmpty() ? lines : errors;
    return String.join("; ", last.subList(Math.max(0, last.size() - 3), last.size()))
        .replaceAll("\\p{Cntrl}+", " ");
  }

  /** Brings all to disk. After the server's end. */
  public void finish() throws InterruptedException {
    Command sync = Command.of("sync", "--file-system", datadir.toString()).withoutLimit();
    try (RunningCommand running = commands.start(sync)) {
      CommandResult end = running.waitFor();
      if (!end.succeeded()) {
        throw new AgentException(
            ErrorCode.IO_FAILED, "Could not bring " + datadir + " to disk: " + end.lastWords());
      }
    }
  }
}
