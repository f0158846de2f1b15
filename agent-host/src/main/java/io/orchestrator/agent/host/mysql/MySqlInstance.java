package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The server that this agent serves. */
@Singleton
public final class MySqlInstance implements MySqlFacts {
  private static final Duration GOOD_FOR = Duration.ofSeconds(2);
  private static final int USUAL_PORT = 3306;

  private final MySqlConfig config;
  private final CommandRunner commands;
  private final ServerProcesses processes;
  private final OptionFiles optionFiles;
  private final Supplier<String> hostname;
  private final SharedAnswer<ServerSettings> settings =
      SharedAnswer.goodFor(GOOD_FOR, this::findSettings);
  private final SharedAnswer<Path> datadir = SharedAnswer.goodFor(GOOD_FOR, this::findDatadir);
  private final SharedAnswer<Integer> port = SharedAnswer.goodFor(GOOD_FOR, this::findPort);

  /** The server that the configuration describes. */
  @Inject
  public MySqlInstance(
      MySqlConfig config,
      CommandRunner commands,
      ServerProcesses processes,
      OptionFiles optionFiles) {
    this(config, commands, processes, optionFiles, HostName::current);
  }

  MySqlInstance(
      MySqlConfig config,
      CommandRunner commands,
      ServerProcesses processes,
      OptionFiles optionFiles,
      Supplier<String> hostname) {
    this.config = config;
    this.commands = commands;
    this.processes = processes;
    this.optionFiles = optionFiles;
    this.hostname = hostname;
  }

  @Override
  public Path datadir() throws InterruptedException {
    return datadir.get();
  }

  @Override
  public int port() throws InterruptedException {
    return port.get();
  }

  @Override
  public Optional<Path> defaultsFile() throws InterruptedException {
    return config.defaultsFile().isPresent()
        ? config.defaultsFile()
        : settings
            .get()
            .process()
            .flatMap(server -> server.arguments().find("defaults-file"))
            .map(Path::of)
            .filter(Path::isAbsolute);
  }

  @Override
  public Optional<Path> socket() throws InterruptedException {
    Path datadir = datadir();
    return settings.get().named("socket").filter(name -> !name.isBlank()).map(datadir::resolve);
  }

  @Override
  public Optional<Path> errorLog() throws InterruptedException {
    return ErrorLogPath.of(settings.get(), datadir(), hostname.get());
  }

  ServerSettings settings() throws InterruptedException {
    return settings.get();
  }

  String logBaseName() throws InterruptedException {
    return settings.get().logBaseName(hostname.get());
  }

  private ServerSettings findSettings() throws InterruptedException {
    Optional<ServerProcess> server = server();
    return new ServerSettings(
        server,
        server
            .map(running -> optionFiles.behind(running.arguments()))
            .orElseGet(() -> optionFiles.read(config.defaultsFile())));
  }

  private Optional<ServerProcess> server() throws InterruptedException {
    List<ServerProcess> running =
        processes.all().stream().filter(server -> !server.isPrivate()).toList();
    if (config.defaultsFile().isPresent()) {
      Path wanted = config.defaultsFile().get();
      return running.stream()
          .filter(
              server ->
                  server
                      .arguments()
                      .find("defaults-file")
                      .filter(file -> ServerProcesses.isSame(Path.of(file), wanted))
                      .isPresent())
          .findFirst();
    }
    if (config.datadirCommand().isPresent()) {
      // Another server on the host, even if it is the only one that runs, is not this agent's.
      return processes.serving(datadir.get());
    }
    return running.size() == 1 ? Optional.of(running.get(0)) : Optional.empty();
  }

  private Path findDatadir() throws InterruptedException {
    if (config.datadirCommand().isEmpty()) {
      return settings.get().datadir();
    }
    String printed = output(config.datadirCommand().get());
    if (!printed.startsWith("/") || printed.chars().anyMatch(Character::isISOControl)) {
      throw unusable("MySQLDatadirCommand", printed, "one absolute path");
    }
    return Path.of(printed).normalize();
  }

  private int findPort() throws InterruptedException {
    if (config.portCommand().isPresent()) {
      String printed = output(config.portCommand().get());
      return parsePort(printed)
          .orElseThrow(() -> unusable("MySQLPortCommand", printed, "a port from 1 to 65535"));
    }
    Optional<String> option = settings.get().named("port").filter(value -> !value.equals("0"));
    return option.isEmpty()
        ? USUAL_PORT
        : parsePort(option.get())
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "The MySQL server's option port has the value \""
                            + Shown.text(option.get())
                            + "\" but must be from 1 to 65535; mend it, or set MySQLPortCommand"));
  }

  private String output(String command) throws InterruptedException {
    return commands.run(Command.shell(command)).stdout().strip();
  }

  private static Optional<Integer> parsePort(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .filter(number -> number >= 1 && number <= 65535);
  }

  private static AgentException unusable(String key, String printed, String wanted) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION,
        key
            + " printed \""
            + Shown.text(printed)
            + "\" but must print "
            + wanted
            + "; mend the command");
  }
}
