package io.orchestrator.agent.host.plugin;

/** A plugin's text for a log or a terminal: one line, no control characters. */
final class OneLine {
  private OneLine() {}

  static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }
}
