package io.orchestrator.agent.host.mysql;

/** Foreign text as messages show it: one line, not too long. */
final class Shown {
  private static final int MAX = 200;

  private Shown() {}

  static String text(String foreign) {
    String line = foreign.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX ? line : line.substring(0, MAX) + "…";
  }
}
