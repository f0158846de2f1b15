package io.orchestrator.agent.systemd;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs and logs say, fit for one line of a message. */
final class Words {
  private static final int LAST = 8;
  private static final int ERRORS = 5;
  private static final int LONGEST = 160;
  private static final Pattern ERROR = Pattern.compile("error|fatal", Pattern.CASE_INSENSITIVE);

  private Words() {}

  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip().replaceAll("\\.+$", "");
  }

  /** The last lines of these texts, and errors before them, joined; empty if there is no line. */
  static String last(String... texts) {
    List<String> lines =
        Stream.of(texts)
            .flatMap(String::lines)
            .map(Words::oneLine)
            .filter(line -> !line.isEmpty())
            .toList();
    int end = Math.max(0, lines.size() - LAST);
    List<String> errors =
        lines.subList(0, end).stream().filter(line -> ERROR.matcher(line).find()).toList();
    return Stream.concat(
            errors.stream().skip(Math.max(0, errors.size() - ERRORS)), lines.stream().skip(end))
        .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
        .collect(Collectors.joining(" | "));
  }
}
