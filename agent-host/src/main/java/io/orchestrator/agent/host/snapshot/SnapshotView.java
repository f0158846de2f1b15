package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orchestrator.agent.api.snapshot.Volume;
import java.time.Instant;
import java.util.Optional;

/**
 * A volume with all that is known of it.
 *
 * @param provider who has it
 * @param path identifies it, see {@link UrlSafePath}
 * @param name its short name
 * @param group what it belongs to
 * @param snapshot is it a snapshot?
 * @param valid is its data there?
 * @param matchesFilter does the filter pick it?
 * @param offered may it be seeded from, and does SeedSources let it?
 * @param percentUsed how full its own space is
 * @param sizeBytes its size; 0 if unknown
 * @param origin what it is a snapshot of; may be empty
 * @param createdAt ISO 8601, UTC; empty if unknown
 * @param mountedOn where it is mounted; empty if it is not at the mount point of snapshots
 */
public record SnapshotView(
    @JsonProperty("Provider") String provider,
    @JsonProperty("Path") String path,
    @JsonProperty("Name") String name,
    @JsonProperty("Group") String group,
    @JsonProperty("IsSnapshot") boolean snapshot,
    @JsonProperty("Valid") boolean valid,
    @JsonProperty("MatchesFilter") boolean matchesFilter,
    @JsonProperty("Offered") boolean offered,
    @JsonProperty("PercentUsed") double percentUsed,
    @JsonProperty("SizeBytes") long sizeBytes,
    @JsonProperty("Origin") String origin,
    @JsonProperty("CreatedAt") String createdAt,
    @JsonProperty("MountedOn") String mountedOn) {
  /**
   * That one.
   *
   * @param source does SeedSources have it, or all snapshots?
   */
  static SnapshotView of(
      String provider, Volume volume, boolean source, Optional<OwnedMount> mounted) {
    return new SnapshotView(
        provider,
        UrlSafePath.show(volume.path()),
        volume.name(),
        volume.group(),
        volume.snapshot(),
        volume.valid(),
        volume.matchesFilter(),
        source && volume.offered(),
        volume.percentUsed(),
        volume.sizeBytes(),
        volume.origin().orElse(""),
        volume.created().map(Instant::toString).orElse(""),
        mounted
            .map(OwnedMount::mount)
            .filter(mount -> !volume.path().isEmpty() && mount.volumePath().equals(volume.path()))
            .map(mount -> mount.path().toString())
            .orElse(""));
  }
}
