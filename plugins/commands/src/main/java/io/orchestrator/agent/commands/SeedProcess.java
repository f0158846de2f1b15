package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A configured seed command that runs. */
final class SeedProcess implements AutoCloseable {
  /** A connection that fails at once is there for some milliseconds only. */
  private static final long FIRST_LOOKS_MILLIS = 4;

  private static final long FIRST_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LATER_LOOKS_MILLIS = 100;

  private final Setting<String> setting;
  private final RunningCommand running;
  private final OutputTail output;

  private SeedProcess(Setting<String> setting, RunningCommand running, OutputTail output) {
    this.setting = setting;
    this.running = running;
    this.output = output;
  }

  /** Starts it, but not on a thread that was interrupted before. */
  static SeedProcess start(Setting<String> setting, Command command, Transfer transfer)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(setting.name() + " was not started");
    }
    RunningCommand running = transfer.commands().start(command.asRoot().withoutLimit());
    try {
      running.stdin().close();
    } catch (IOException alreadyEnded) {
      // Its exit status tells why.
    }
    return new SeedProcess(setting, running, OutputTail.of(running.stdout()));
  }

  boolean isAlive() {
    return running.isAlive();
  }

  /** Waits until this holds, the command ends or the deadline of {@link System#nanoTime}. */
  boolean await(BooleanSupplier condition, long deadline) throws InterruptedException {
    boolean holds = condition.getAsBoolean();
    long firstUntil = System.nanoTime() + FIRST_LOOKS_NANOS;
    while (!holds && running.isAlive() && System.nanoTime() < deadline) {
      boolean first = System.nanoTime() < firstUntil;
      TimeUnit.MILLISECONDS.sleep(first ? FIRST_LOOKS_MILLIS : LATER_LOOKS_MILLIS);
      holds = condition.getAsBoolean();
    }
    return holds;
  }

  /** Waits for its end and requires that it succeeds. */
  void finish() throws InterruptedException {
    CommandResult result = running.waitFor();
    if (!result.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED, setting.name() + " failed: " + describe(result));
    }
  }

  /** Waits for its end. */
  CommandResult result() throws InterruptedException {
    return running.waitFor();
  }

  /** How it ended and what it said. */
  String describe(CommandResult result) throws InterruptedException {
    return LastWords.of(result.exitCode(), output.text(), result.stderr());
  }

  @Override
  public void close() {
    running.close();
  }
}
