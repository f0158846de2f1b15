package io.orchestrator.agent.api.snapshot;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to mount, and how.
 *
 * @param volumePath the {@link Volume#path()} of one of the provider's volumes
 * @param mountPoint where; absolute, created if its parent exists; a provider whose snapshots are
 *     folders already ignores it
 * @param access what may be done with its files
 */
public record MountRequest(String volumePath, Path mountPoint, MountAccess access) {
  /** Requires everything. */
  public MountRequest {
    Objects.requireNonNull(volumePath, "volumePath");
    Objects.requireNonNull(mountPoint, "mountPoint");
    Objects.requireNonNull(access, "access");
  }
}
