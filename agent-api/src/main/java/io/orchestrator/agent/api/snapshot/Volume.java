package io.orchestrator.agent.api.snapshot;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A volume that a provider shows: a snapshot, or something that snapshots are made of.
 *
 * @param path identifies it, to callers and in {@link SnapshotProvider}'s other verbs; unique in
 *     the provider; empty for a volume that can't be mounted, such as an LVM thin pool
 * @param name its short name, on which filters work
 * @param group what it belongs to, such as a volume group; may be empty
 * @param snapshot true for a snapshot
 * @param matchesFilter true if the provider's filter picks it, or there is no filter; only a
 *     snapshot that matches is offered for seeds
 * @param valid false for a snapshot whose data is lost, such as a classic LVM snapshot that is full
 * @param percentUsed how full the snapshot's own space is, 0 to 100; 0 if it has none of its own
 * @param sizeBytes the size of the volume; 0 if the provider can't tell cheaply
 * @param origin the path or name of what it is a snapshot of
 * @param created when the snapshot was taken
 */
public record Volume(
    String path,
    String name,
    String group,
    boolean snapshot,
    boolean matchesFilter,
    boolean valid,
    double percentUsed,
    long sizeBytes,
    Optional<String> origin,
    Optional<Instant> created) {
  /** Refuses a size or percentage that can't be. */
  public Volume {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(created, "created");
    if (sizeBytes < 0 || !(percentUsed >= 0 && percentUsed <= 100)) {
      throw new IllegalArgumentException(
          name + " has size " + sizeBytes + " and is used to " + percentUsed + " %");
    }
  }

  /** May it be seeded from: a valid snapshot that matches the filter and can be mounted? */
  public boolean offered() {
    return snapshot && matchesFilter && valid && !path.isEmpty();
  }
}
