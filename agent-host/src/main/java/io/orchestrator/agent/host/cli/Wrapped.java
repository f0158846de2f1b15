package io.orchestrator.agent.host.cli;

import java.util.ArrayList;
import java.util.List;

/** Prose in lines that a terminal of 100 columns shows whole. */
final class Wrapped {
  private static final int WIDTH = 100;

  private Wrapped() {}

  static List<String> lines(String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
