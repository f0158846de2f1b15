package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reading from processes that may be ended at any time, and what they have to say then. */
final class Pipe {
  static final int BUFFER = 128 * 1024;

  private static final int MOST_LINES = 3;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private Pipe() {}

  /**
   * Reads; a process that was ended reads as one that has no more to say.
   *
   * @return how much; negative at the end
   * @throws InterruptedException if the calling thread is interrupted
   */
  static int read(InputStream in, byte[] buffer, int from) throws InterruptedException {
    int length;
    try {
      length = in.read(buffer, from, buffer.length - from);
    } catch (IOException ended) {
      length = -1;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return length;
  }

  /** How much can be read without waiting; 0 if the process was ended. */
  static int available(InputStream in) {
    try {
      return in.available();
    } catch (IOException ended) {
      return 0;
    }
  }

  /** Gives the process the end of its input. */
  static void closeInput(RunningCommand command) {
    try {
      command.stdin().close();
    } catch (IOException alreadyEnded) {
      // Its exit status tells why.
    }
  }

  /** How a process ended that closed its pipes and so should end; it is ended if it does not. */
  static CommandResult end(RunningCommand command) throws InterruptedException {
    long deadline = System.nanoTime() + GRACE_NANOS;
    while (command.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    command.close();
    return command.waitFor();
  }

  /** "exit status 2: its last words". */
  static String describe(CommandResult result) {
    List<String> lines = result.stderr().lines().filter(line -> !line.isBlank()).toList();
    String words =
        String.join(" / ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    return "exit status " + result.exitCode() + (words.isEmpty() ? "" : ": " + words);
  }
}
