package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The journal of the mount that was made through the API. Orchestrator forgets to unmount after
 * several failures, and a mount that stays makes the next seed fail.
 */
public final class SeedMounts {
  private final StateFile<SeedMountNote> file;
  private final Clock clock;
  private final Duration grace;

  @Inject
  SeedMounts(AgentConfig config, Clock clock) {
    this.file =
        new StateFile<>(config.stateDirectory().resolve("mount.json"), new TypeReference<>() {});
    this.clock = clock;
    this.grace = config.snapshots().mountGrace();
  }

  synchronized void mounted(String volumePath) {
    long now = clock.millis();
    file.write(new SeedMountNote(volumePath, now, now));
  }

  synchronized void unmounted() {
    file.delete();
  }

  /** A seed sends from the mount now. */
  public synchronized void inUse() {
    file.read()
        .ifPresent(note -> file.write(new SeedMountNote(note.volumePath(), note.mountedAt(), 0)));
  }

  /** No seed sends from the mount any more, if one did. */
  public synchronized void released() {
    file.read()
        .filter(note -> note.unusedSince() == 0)
        .ifPresent(
            note ->
                file.write(new SeedMountNote(note.volumePath(), note.mountedAt(), clock.millis())));
  }

  /** Does a seed send from the mount, or did one when the agent was killed? */
  synchronized boolean isInUse() {
    return file.read().filter(note -> note.unusedSince() == 0).isPresent();
  }

  synchronized Optional<SeedMountNote> note() {
    return file.read();
  }

  /** The mount that has been unused for longer than it may. */
  synchronized Optional<SeedMountNote> forgotten() {
    return file.read()
        .filter(note -> note.unusedSince() > 0)
        .filter(note -> clock.millis() - note.unusedSince() > grace.toMillis());
  }
}
