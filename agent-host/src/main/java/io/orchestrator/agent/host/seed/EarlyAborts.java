package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.SeedId;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Aborts of seeds that have not begun: orchestrator's own loop may still call receive after an
 * abort, and that receive must fail. An id comes again some day, so an abort is remembered for a
 * while only.
 */
final class EarlyAborts {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST = 100;

  private final Clock clock;
  private final Map<Long, Long> aborts = new LinkedHashMap<>();

  @Inject
  EarlyAborts(Clock clock) {
    this.clock = clock;
  }

  synchronized void remember(SeedId id) {
    forgetOld();
    aborts.put(id.value(), clock.millis());
    Iterator<Long> oldest = aborts.keySet().iterator();
    while (aborts.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Was this seed aborted before it began? Asked once: the answer is forgotten. */
  synchronized boolean take(SeedId id) {
    forgetOld();
    return aborts.remove(id.value()) != null;
  }

  private void forgetOld() {
    aborts.values().removeIf(at -> clock.millis() - at > REMEMBERED.toMillis());
  }
}
