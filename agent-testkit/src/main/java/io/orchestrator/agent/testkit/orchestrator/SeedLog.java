package io.orchestrator.agent.testkit.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The steps of one seed. */
final class SeedLog {
  private static final int MAX_LOOKS = 1000;

  private final long seedId;
  private final Consumer<SeedEvent> listener;
  private final long started = System.nanoTime();
  private final List<SeedEvent> events = new ArrayList<>();
  private String action = "";

  SeedLog(long seedId, Consumer<SeedEvent> listener) {
    this.seedId = seedId;
    this.listener = listener;
  }

  long seedId() {
    return seedId;
  }

  void step(String next) {
    action = next;
    add(new SeedEvent(Instant.now(), action, "", Optional.empty()));
  }

  void progress(SeedProgress progress) {
    action = "copied " + progress.copied() + " of " + progress.size() + " bytes";
    add(new SeedEvent(Instant.now(), action, "", Optional.of(progress)));
  }

  void overlooked(String command, String error) {
    add(new SeedEvent(Instant.now(), command, error, Optional.empty()));
  }

  SeedOutcome failed(String reason) {
    add(new SeedEvent(Instant.now(), action, reason, Optional.empty()));
    return outcome(false, reason);
  }

  SeedOutcome succeeded() {
    step("done");
    return outcome(true, "");
  }

  private SeedOutcome outcome(boolean successful, String reason) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new SeedOutcome(seedId, successful, reason, events, took);
  }

  private void add(SeedEvent event) {
    if (event.progress().isEmpty() || events.size() < MAX_LOOKS) {
      events.add(event);
    }
    listener.accept(event);
  }
}
