package io.orchestrator.agent.host.cli;

import java.util.ArrayList;
import java.util.List;

/** Prose in lines that a terminal of 100 columns shows whole. */
final class Wrapped {
  private static final int WIDTH = 100;

  private Wrapped() {}

  static List<String> lines(String indent, String text) {
    return lines(indent, indent, text);
  }

  /** The same behind something else, which stays as it is. */
  static List<String> lines(String before, String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(before);
    boolean first = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
