package io.orchestrator.agent.live.tool;

import io.orchestrator.agent.api.command.RunningCommand;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Passes on what a tool says it is doing, for as long as it is watched. */
public final class ToolWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final RunningCommand tool;
  private final Function<String, Optional<String>> reading;
  private final Consumer<String> phase;
  private final Thread thread;

  /**
   * Watches a tool on a thread of its own, from {@link #start} on.
   *
   * @param reading what a line of its log says for people; empty if nothing
   * @param phase is told each time that changes
   */
  public ToolWatch(
      RunningCommand tool, Function<String, Optional<String>> reading, Consumer<String> phase) {
    this.tool = tool;
    this.reading = reading;
    this.phase = phase;
    this.thread = new Thread(this::watch, "tool-log-" + tool.pid());
    thread.setDaemon(true);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  private void watch() {
    Optional<String> told = Optional.empty();
    try {
      while (true) {
        Optional<String> now = ToolLog.of(tool.stderr()).last(reading);
        if (now.isPresent() && !now.equals(told)) {
          phase.accept(now.get());
          told = now;
        }
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** No more is passed on when this has returned. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
