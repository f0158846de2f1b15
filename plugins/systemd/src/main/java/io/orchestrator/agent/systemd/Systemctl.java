package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs {@code systemctl} and {@code journalctl}, which ask nobody and page nothing. */
final class Systemctl {
  private static final Duration SHOW_LIMIT = Duration.ofSeconds(6);
  private static final Duration JOURNAL_LIMIT = Duration.ofSeconds(3);
  private static final String JOURNAL_LINES = "50";
  private static final Pattern BETWEEN_UNITS = Pattern.compile("\\n\\s*\\n");

  private final CommandRunner commands;

  Systemctl(CommandRunner commands) {
    this.commands = commands;
  }

  boolean isInstalled() {
    return commands.find("systemctl").isPresent();
  }

  /**
   * Units in the order of their names, loaded or not.
   *
   * @throws AgentException if systemd does not answer
   */
  List<Unit> show(List<String> names) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("show", "--property=" + Unit.PROPERTIES));
    arguments.add("--");
    arguments.addAll(names);
    String text = commands.run(systemctl(arguments).within(SHOW_LIMIT)).stdout();
    List<Unit> units =
        BETWEEN_UNITS.splitAsStream(text.strip()).map(Unit::parse).distinct().toList();
    if (units.stream().anyMatch(unit -> unit.id().isEmpty())) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Cannot tell whether MySQL runs: systemctl does not say what it was asked for, but: "
              + Words.last(text));
    }
    return units;
  }

  /** Starts or stops a unit and waits for it; systemd goes on when the limit is over. */
  CommandResult change(String verb, String unit, Duration limit) throws InterruptedException {
    return commands.tryRun(systemctl(List.of(verb, "--", unit)).within(limit).asRoot());
  }

  /** The last lines that a unit has written, and systemd about it, since then. */
  String journal(String unit, long sinceEpochSecond) throws InterruptedException {
    try {
      // What a process wrote last may still be on its way.
      CommandResult unused = commands.tryRun(journalctl("--sync"));
      CommandResult lines =
          commands.tryRun(
              journalctl(
                  "--no-pager",
                  "--quiet",
                  "--output=cat",
                  // Or journalctl would show the first lines since then, not the last.
                  "--reverse",
                  "--lines=" + JOURNAL_LINES,
                  "--since=@" + sinceEpochSecond,
                  "--unit=" + unit));
      return lines.succeeded()
          ? describe(lines.lines())
          : "its journal can't be read: " + Words.oneLine(lines.lastWords());
    } catch (AgentException failed) {
      return "its journal can't be read: " + failed.getMessage();
    }
  }

  private static String describe(List<String> newestFirst) {
    List<String> lines = new ArrayList<>(newestFirst);
    Collections.reverse(lines);
    String words = Words.last(String.join("\n", lines));
    return words.isEmpty() ? "its journal has nothing about it" : "its journal: " + words;
  }

  private Command systemctl(List<String> arguments) {
    return command("systemctl", Stream.of("--no-pager", "--no-ask-password"), arguments.stream());
  }

  private Command journalctl(String... arguments) {
    return command("journalctl", Stream.of(arguments), Stream.of()).within(JOURNAL_LIMIT).asRoot();
  }

  private Command command(String program, Stream<String> options, Stream<String> arguments) {
    String found = commands.find(program).map(Path::toString).orElse(program);
    List<String> line = new ArrayList<>(List.of(found));
    Stream.concat(options, arguments).forEach(line::add);
    return Command.of(line).with("LC_ALL", "C");
  }
}
