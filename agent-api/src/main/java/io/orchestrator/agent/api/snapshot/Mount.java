package io.orchestrator.agent.api.snapshot;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A volume that is mounted.
 *
 * @param path where its files are
 * @param device what the operating system mounted; the volume's path where there is no device
 * @param volumePath the {@link Volume#path()}, of a {@link MountAccess#DISPOSABLE} mount that of
 *     the snapshot it is a copy of; empty if something is mounted there that is not one of the
 *     provider's volumes
 * @param fileSystem its type, such as "ext4"
 * @param readOnly true if nothing can be written to it
 */
public record Mount(
    Path path, String device, String volumePath, String fileSystem, boolean readOnly) {
  /** Requires everything. */
  public Mount {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(volumePath, "volumePath");
    Objects.requireNonNull(fileSystem, "fileSystem");
  }
}
