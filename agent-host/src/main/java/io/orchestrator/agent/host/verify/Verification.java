package io.orchestrator.agent.host.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far one verification is. Written by its own thread, read by others. */
final class Verification {
  private final String snapshot;
  private final Instant startedAt;
  private final long begun = System.nanoTime();
  private VerifyView.State state = VerifyView.State.RUNNING;
  private String phase = "mounting a copy";
  private String server = "";
  private String reason = "";
  private Duration recovery = Duration.ZERO;
  private Duration total = Duration.ZERO;
  private int tables;
  private List<String> badTables = List.of();

  Verification(String snapshot, Instant startedAt) {
    this.snapshot = snapshot;
    this.startedAt = startedAt;
  }

  synchronized void phase(String now) {
    phase = now;
  }

  synchronized void server(String program) {
    server = program;
  }

  synchronized void recovered(Duration took) {
    recovery = took;
  }

  synchronized void checked(int count, List<String> bad) {
    tables = count;
    badTables = bad;
  }

  /** The first end counts. */
  synchronized void ended(VerifyView.State end, String why) {
    if (state == VerifyView.State.RUNNING) {
      state = end;
      reason = why;
      phase = "";
      total = sinceStart();
    }
  }

  synchronized boolean isRunning() {
    return state == VerifyView.State.RUNNING;
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  synchronized VerifyView view() {
    return new VerifyView(
        snapshot,
        state,
        phase,
        startedAt.toString(),
        seconds(recovery),
        seconds(state == VerifyView.State.RUNNING ? sinceStart() : total),
        server,
        tables,
        badTables,
        reason);
  }

  private static double seconds(Duration duration) {
    return Math.round(duration.toMillis() / 10.0) / 100.0;
  }
}
