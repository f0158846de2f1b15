package io.orchestrator.agent.api.snapshot;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to mount, and how.
 *
 * @param volumePath the {@link Volume#path()} of one of the provider's volumes
 * @param mountPoint where; a provider whose snapshots are folders already ignores it
 * @param readOnly true for a seed: nothing may change, though a journal may be replayed; false if a
 *     MySQL server is to be started on it
 */
public record MountRequest(String volumePath, Path mountPoint, boolean readOnly) {
  /** Requires everything. */
  public MountRequest {
    Objects.requireNonNull(volumePath, "volumePath");
    Objects.requireNonNull(mountPoint, "mountPoint");
  }
}
