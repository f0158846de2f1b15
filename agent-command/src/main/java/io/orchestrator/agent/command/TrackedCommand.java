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
  private static final String ENDED = " and was ended with all that it had started";

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
   */
  void begin(Runnable onEnd) {
    outputs.begin(process, this::end);
    Thread thread = new Thread(() -> watch(onEnd), "command-" + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  private void watch(Runnable onEnd) {
    try {
      if (!awaitExit()) {
        timedOut = true;
        end();
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
              + (command.isNeverKilled() ? " and was asked to end" : ENDED)
              + CommandFailure.stillRunning(survivors));
    }
    if (outputs.isTooLong()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          command + " wrote more than 2 MiB to standard output and was ended");
    }
    return new CommandResult(process.exitValue(), outputs.stdout(), outputs.stderr(), took);
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
