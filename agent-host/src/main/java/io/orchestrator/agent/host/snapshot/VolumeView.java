package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.orchestrator.agent.api.snapshot.Volume;

/**
 * A volume as the API shows it.
 *
 * @param name its short name
 * @param groupName what it belongs to
 * @param path identifies it, see {@link UrlSafePath}
 * @param snapshot is it a snapshot?
 * @param snapshotPercent how full the snapshot is; 100 for one that is invalid
 */
public record VolumeView(
    @JsonProperty("Name") String name,
    @JsonProperty("GroupName") String groupName,
    @JsonProperty("Path") String path,
    @JsonProperty("IsSnapshot") boolean snapshot,
    @JsonProperty("SnapshotPercent") double snapshotPercent) {
  static VolumeView of(Volume volume) {
    return new VolumeView(
        volume.name(),
        volume.group(),
        UrlSafePath.show(volume.path()),
        volume.snapshot(),
        volume.snapshot() && !volume.valid() ? 100 : volume.percentUsed());
  }
}
