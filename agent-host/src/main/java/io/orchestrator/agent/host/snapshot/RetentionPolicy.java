package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.RetentionConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of one provider's snapshots are not to be kept, and why. */
final class RetentionPolicy {
  private final RetentionConfig config;

  RetentionPolicy(RetentionConfig config) {
    this.config = config;
  }

  /** A snapshot that is to go. */
  record Doomed(Volume snapshot, String why) {}

  /**
   * Those to remove, oldest first. The newest one that is good stays whatever its age and number.
   *
   * @param newestFirst as the provider lists them; what does not match the filter is passed over
   */
  List<Doomed> doomed(List<Volume> newestFirst, Instant now) {
    List<Doomed> doomed = new ArrayList<>();
    int kept = 0;
    for (Volume volume : newestFirst) {
      if (!volume.snapshot() || !volume.matchesFilter() || volume.path().isEmpty()) {
        continue;
      }
      Optional<String> why = useless(volume);
      if (why.isEmpty() && kept > 0) {
        why = superfluous(volume, kept, now);
      }
      if (why.isPresent()) {
        doomed.add(0, new Doomed(volume, why.get()));
      } else {
        kept++;
      }
    }
    return doomed;
  }

  private Optional<String> useless(Volume volume) {
    if (!volume.valid()) {
      return Optional.of("it is full and its data lost");
    }
    return config
        .fullerThanPercent()
        .filter(most -> volume.percentUsed() > most)
        .map(most -> "it is fuller than " + most + " %");
  }

  private Optional<String> superfluous(Volume volume, int kept, Instant now) {
    if (config.keep().filter(keep -> kept >= keep).isPresent()) {
      return Optional.of("there are " + kept + " newer ones");
    }
    // Of unknown age is not old.
    return config
        .maxAge()
        .filter(most -> volume.created().filter(at -> at.isBefore(now.minus(most))).isPresent())
        .map(most -> "it is older than " + most.toHours() + " hours");
  }
}
