package io.orchestrator.agent.api.command;

import io.orchestrator.agent.api.AgentException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command that runs. Whoever starts one closes it, which ends its process tree if it still runs.
 * Its standard output must be read, or it will stand still; standard error is read by the runner.
 */
public interface RunningCommand extends AutoCloseable {
  /** The process id of its first process. */
  long pid();

  /** Is its first process still running? */
  boolean isAlive();

  /** What it writes to standard output. Reads end when the process tree is ended. */
  InputStream stdout();

  /**
   * The last 64 KiB that it has written to standard error so far, for who follows its progress;
   * nothing for {@link Command#leavingDaemon()} before its end.
   */
  default String stderr() {
    return "";
  }

  /** What it reads from standard input; closing it is the end of its input. */
  OutputStream stdin();

  /**
   * Waits for the end of its first process. Standard output is the caller's to read; {@link
   * CommandResult#stdout()} is empty.
   *
   * @throws AgentException {@code TIMED_OUT} at its time limit, after the process tree was ended
   * @throws InterruptedException if the calling thread is interrupted; the process still runs
   */
  CommandResult waitFor() throws InterruptedException;

  /**
   * Ends the whole process tree: SIGTERM, and SIGKILL to what is left after two seconds. Returns
   * when it is gone; does nothing if it is gone already. Not interruptible.
   */
  @Override
  void close();
}
