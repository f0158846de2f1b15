package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The data directory after a seed: nothing but its contents tells whether that was complete. */
final class ReceivedDatadir {
  private final Path path;
  private final CommandRunner commands;

  ReceivedDatadir(Path path, CommandRunner commands) {
    this.path = path;
    this.commands = commands;
  }

  /** False if that can't be seen. */
  boolean looksEmpty() {
    String[] names = path.toFile().list();
    return names != null && Stream.of(names).allMatch(ReceivedDatadir::isTheHosts);
  }

  void requirePlausible() throws InterruptedException {
    List<String> names =
        commands
            .run(permitted(Command.of("ls", "-A", "-p", "--", path.toString())))
            .lines()
            .stream()
            .filter(name -> !isTheHosts(name))
            .toList();
    if (names.isEmpty()) {
      throw implausible("ended with exit status 0, but " + path + " is empty");
    }
    if (!names.contains("ibdata1") && !names.contains("mysql/")) {
      throw implausible(
          "ended with exit status 0, but there is neither ibdata1 nor a folder mysql in " + path);
    }
  }

  private static boolean isTheHosts(String name) {
    return name.startsWith(".orchestrator-agent");
  }

  void sync() throws InterruptedException {
    commands.run(permitted(Command.of("sync", "--file-system", path.toString())).withoutLimit());
  }

  /** As root only where what arrived has closed the directory to the agent's user. */
  private Command permitted(Command command) {
    return Files.isReadable(path) && Files.isExecutable(path) ? command : command.asRoot();
  }

  private static AgentException implausible(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA,
        CommandsPlugin.RECEIVE.name()
            + " "
            + what
            + ": did the source send it all? See the source's log");
  }
}
