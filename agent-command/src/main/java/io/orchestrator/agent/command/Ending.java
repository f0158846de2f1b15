package io.orchestrator.agent.command;

import io.orchestrator.agent.command.Signals.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Ends processes: SIGTERM, SIGKILL to what is left after two seconds, over and over because they
 * may start others meanwhile. Not interruptible.
 */
final class Ending {
  private static final long TERM_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long GRACE_NANOS = Duration.ofMillis(250).toNanos();
  private static final long BOUND_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long KILL_AGAIN_NANOS = Duration.ofMillis(500).toNanos();
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final Signals signals;

  Ending(Signals signals) {
    this.signals = signals;
  }

  /**
   * Returns what still lives after ten seconds; nothing, as a rule. It looks twice: a process can
   * start another one and end while the table of processes is read.
   */
  List<HostProcess> end(Supplier<List<HostProcess>> look) {
    return end(look, 0, 2, true);
  }

  /** The same without SIGKILL. */
  List<HostProcess> ask(Supplier<List<HostProcess>> look) {
    return end(look, 0, 2, false);
  }

  /**
   * The same for what a command has left. A shell does not wait for its process substitutions: they
   * get a moment to end by themselves.
   */
  List<HostProcess> endLeftovers(Supplier<List<HostProcess>> look) {
    return end(look, GRACE_NANOS, 1, true);
  }

  private List<HostProcess> end(
      Supplier<List<HostProcess>> look, long graceNanos, int enoughLooks, boolean kill) {
    boolean interrupted = Thread.interrupted();
    try {
      long begin = System.nanoTime() + graceNanos;
      Map<Long, Long> terminated = new HashMap<>();
      long killed = begin - KILL_AGAIN_NANOS;
      long pause = FIRST_PAUSE_MILLIS;
      int quietLooks = 0;
      while (true) {
        List<HostProcess> living = look.get();
        long now = System.nanoTime();
        quietLooks = living.isEmpty() ? quietLooks + 1 : 0;
        if (quietLooks == enoughLooks || now - begin >= BOUND_NANOS) {
          return living;
        }
        if (now - begin >= 0 && now - begin < TERM_NANOS) {
          signals.send(
              Signal.TERM, living.stream().filter(process -> isNew(process, terminated)).toList());
        } else if (kill && now - begin >= TERM_NANOS && now - killed >= KILL_AGAIN_NANOS) {
          signals.send(Signal.KILL, living);
          killed = now;
        }
        interrupted |= pause(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for a moment; is this thread interrupted? */
  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return false;
    } catch (InterruptedException later) {
      return true;
    }
  }

  private static boolean isNew(HostProcess process, Map<Long, Long> terminated) {
    Long before = terminated.put(process.pid(), process.startTicks());
    return before == null || before != process.startTicks();
  }
}
