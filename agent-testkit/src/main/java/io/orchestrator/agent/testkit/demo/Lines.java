package io.orchestrator.agent.testkit.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text that fits the demonstration's 100 columns and can't disturb a terminal. */
final class Lines {
  static final int WIDTH = 100;

  private Lines() {}

  /** Breaks a text at blanks where it can; further lines are indented. */
  static List<String> wrap(String text, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = text.replaceAll("\\p{Cntrl}+", " ").strip();
    while (rest.length() > WIDTH) {
      int blank = rest.lastIndexOf(' ', WIDTH);
      int end = blank > indent.length() ? blank : WIDTH;
      lines.add(rest.substring(0, end));
      rest = indent + rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }

  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
    }
    if (bytes < 1_000_000_000) {
      return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
