package io.orchestrator.agent.live.tool;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A program that prints little and may look at a million files: it gives a sign of life once a
 * second, or a seed that waits for it would be taken for stuck.
 */
public final class LongLook {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_MILLIS = 50;

  private LongLook() {}

  /** Told that work goes on. */
  public interface Beat {
    /** Tells it. */
    void beat() throws IOException;
  }

  /**
   * Runs it.
   *
   * @return how it ended, and what it printed
   */
  public static CommandResult run(CommandRunner commands, Command command, Beat beat)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (RunningCommand running = commands.start(command)) {
      long next = begun + EVERY;
      while (running.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        if (System.nanoTime() - next >= 0) {
          next += EVERY;
          beat.beat();
        }
      }
      String printed = new String(running.stdout().readAllBytes(), StandardCharsets.UTF_8);
      CommandResult end = running.waitFor();
      return new CommandResult(end.exitCode(), printed, end.stderr(), end.took());
    }
  }
}
