package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.snapshot.Mount;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the agent remembers of a mount that was made through its API.
 *
 * @param volumePath what is mounted
 * @param mountedAt when, in milliseconds since 1970
 * @param unusedSince since when no seed has used it, in milliseconds since 1970; 0 while one sends
 *     from it
 */
public record SeedMountNote(String volumePath, long mountedAt, long unusedSince) {
  /** Has no seed used it yet? */
  boolean fresh() {
    return unusedSince == mountedAt;
  }

  /** Is it of this mount? Several paths may name the same volume. */
  boolean isOf(Mount mount) {
    return names(mount.volumePath()) || names(mount.device());
  }

  private boolean names(String path) {
    Optional<Path> real = real(path);
    return path.equals(volumePath) || (real.isPresent() && real.equals(real(volumePath)));
  }

  private static Optional<Path> real(String path) {
    try {
      return path.startsWith("/") ? Optional.of(Path.of(path).toRealPath()) : Optional.empty();
    } catch (IOException | InvalidPathException none) {
      return Optional.empty();
    }
  }
}
