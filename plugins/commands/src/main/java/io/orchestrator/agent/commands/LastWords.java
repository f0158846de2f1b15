package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.command.CommandResult;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of what a command wrote, for messages. */
final class LastWords {
  private static final int LINES = 5;
  private static final int CHARACTERS = 1000;

  private LastWords() {}

  static String of(CommandResult result) {
    return of(result.exitCode(), result.stdout(), result.stderr());
  }

  /** "exit status 3: the last lines of standard output and standard error". */
  static String of(int exitCode, String stdout, String stderr) {
    String words =
        Stream.of(stdout, stderr)
            .flatMap(text -> lastLines(text).stream())
            .collect(Collectors.joining(" / "));
    String end = words.substring(Math.max(0, words.length() - CHARACTERS));
    return "exit status " + exitCode + (end.isEmpty() ? ", and no output" : ": " + end);
  }

  private static List<String> lastLines(String text) {
    List<String> lines =
        text.lines().filter(line -> !line.isBlank()).map(LastWords::printable).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }

  private static String printable(String line) {
    return line.replaceAll("\\p{Cntrl}", "?");
  }
}
