package io.orchestrator.agent.systemd;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs and logs say, fit for one line of a message. */
final class Words {
  private static final int LINES = 10;
  private static final int LINE = 300;
  private static final int ALL = 1500;

  private Words() {}

  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip().replaceAll("\\.+$", "");
  }

  /** The last lines of these texts, joined; empty if they have none. */
  static String last(String... texts) {
    List<String> lines =
        Stream.of(texts)
            .flatMap(String::lines)
            .map(Words::oneLine)
            .filter(line -> !line.isEmpty())
            .map(line -> line.length() <= LINE ? line : line.substring(0, LINE) + "…")
            .toList();
    String end =
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
            .collect(Collectors.joining(" | "));
    return end.length() <= ALL ? end : "…" + end.substring(end.length() - ALL);
  }
}
