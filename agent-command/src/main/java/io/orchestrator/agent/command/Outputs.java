package io.orchestrator.agent.command;

/** Takes in what a command writes. */
interface Outputs {
  /**
   * Starts reading.
   *
   * @param onTooMuch called once if it writes more to standard output than it may
   */
  void begin(Process process, Runnable onTooMuch);

  /** Called after the command's end: waits a moment for the rest and releases everything. */
  void finish();

  String stdout();

  String stderr();

  boolean isTooLong();
}
