package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A command with a thread that watches for its end or its time limit and ends what it leaves. */
final class TrackedCommand implements RunningCommand {
  private static final long REAP_SECONDS = 3;

  private final Command command;
  private final Process process;
  private final long startTicks;
  private final Family family;
  private final Ending ending;
  private final Outputs outputs;
  private final long startedNanos = System.nanoTime();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean timedOut;
  private volatile List<HostProcess> survivors = List.of();
  private volatile Duration took = Duration.ZERO;

  TrackedCommand(
      Command command,
      Process process,
      long startTicks,
      Family family,
      Ending ending,
      Outputs outputs) {
    this.command = command;
    this.process = process;
    this.startTicks = startTicks;
    this.family = family;
    this.ending = ending;
    this.outputs = outputs;
  }

  /**
   * Begins to watch it.
   *
   * @param onEnd called when it and what it has left is gone
   * @throws AgentException {@code RESOURCES_EXHAUSTED} if no thread can be made; it is ended then
   */
  void begin(Runnable onEnd) {
    try {
      outputs.begin(process, this::end);
      Thread thread = new Thread(() -> watch(onEnd), "command-" + process.pid());
      thread.setDaemon(true);
      thread.start();
    } catch (OutOfMemoryError noThread) {
      List<HostProcess> unused = ending.end(family::living);
      onEnd.run();
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "Cannot watch " + command + ", which was ended: " + noThread.getMessage(),
          noThread);
    }
  }

  private void watch(Runnable onEnd) {
    try {
      if (!awaitExit()) {
        timedOut = true;
        endForTime();
      } else if (!command.isLeavingDaemon()) {
        survivors = ending.endLeftovers(family::living);
      }
      outputs.finish();
    } catch (InterruptedException stop) {
      end();
    } finally {
      took = Duration.ofNanos(System.nanoTime() - startedNanos);
      onEnd.run();
      done.countDown();
    }
  }

  private boolean awaitExit() throws InterruptedException {
    if (command.limit().isEmpty()) {
      process.waitFor();
      return true;
    }
    return process.waitFor(command.limit().get().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A server that needs long to come up, and the script that waits for it, are left alone. */
  private void endForTime() {
    if (!command.isLeftAtItsLimit()) {
      end();
    }
  }

  private void end() {
    survivors = command.isNeverKilled() ? ending.ask(family::living) : ending.end(family::living);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  long startTicks() {
    return startTicks;
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Empty for {@link Command#leavingDaemon()}, whose output is not streamed. */
  @Override
  public InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public String stderr() {
    return outputs.stderr();
  }

  @Override
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  @Override
  public CommandResult waitFor() throws InterruptedException {
    done.await();
    if (timedOut) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          command
              + " did not end within "
              + CommandFailure.text(command.limit().orElseThrow())
              + fateAtTheLimit()
              + CommandFailure.stillRunning(survivors));
    }
    if (outputs.isTooLong()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          command + " wrote more than 2 MiB to standard output and was ended");
    }
    return new CommandResult(process.exitValue(), outputs.stdout(), outputs.stderr(), took);
  }

  private String fateAtTheLimit() {
    if (command.isLeftAtItsLimit()) {
      return " and goes on";
    }
    return command.isNeverKilled()
        ? " and was asked to end"
        : " and was ended with all that it had started";
  }

  @Override
  public void close() {
    if (done.getCount() == 0 || (command.isLeavingDaemon() && !process.isAlive())) {
      return;
    }
    end();
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REAP_SECONDS);
    while (true) {
      try {
        boolean unused = done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
