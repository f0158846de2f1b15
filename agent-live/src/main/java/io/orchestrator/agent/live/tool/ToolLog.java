package io.orchestrator.agent.live.tool;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The end of what a tool wrote to standard error.
 *
 * @param lines without control characters and without empty ones
 */
public record ToolLog(List<String> lines) {
  /** Of an account, as in the answer to SHOW GRANTS, which some tools write into their logs. */
  private static final Pattern HASH = Pattern.compile("(?i)(IDENTIFIED (?:BY|WITH|VIA) ).*");

  private static final int LAST = 3;
  private static final int LONGEST = 300;

  /** Copies the lines. */
  public ToolLog {
    lines = List.copyOf(lines);
  }

  /**
   * Reads it.
   *
   * @param stderr as {@code CommandResult} and {@code RunningCommand} keep it
   */
  public static ToolLog of(String stderr) {
    return new ToolLog(
        stderr
            .lines()
            .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
            .map(line -> HASH.matcher(line).replaceAll("$1***"))
            .filter(line -> !line.isEmpty())
            .toList());
  }

  /** Is the last line such a one? */
  public boolean endsWith(Pattern success) {
    return !lines.isEmpty() && success.matcher(lines.get(lines.size() - 1)).find();
  }

  /** What a reading finds in the last line in which it finds something. */
  public <T> Optional<T> last(Function<String, Optional<T>> reading) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<T> found = reading.apply(lines.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** For messages: the last lines that speak of an error, else the last ones, on one line. */
  public String lastWords(Pattern error) {
    List<String> errors = lines.stream().filter(line -> error.matcher(line).find()).toList();
    List<String> said = errors.isEmpty() ? lines : errors;
    String end =
        String.join(
            "; ",
            said.subList(Math.max(0, said.size() - LAST), said.size()).stream()
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
                .toList());
    return end.isEmpty() ? "it gave no reason" : end.replaceAll("\\.+$", "");
  }
}
