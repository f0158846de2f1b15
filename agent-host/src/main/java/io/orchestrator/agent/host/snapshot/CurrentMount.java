package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is mounted at the mount point. Many may look at it at a time; it is changed by one at a
 * time, with the {@link SnapshotLock} held.
 */
final class CurrentMount {
  private static final Logger log = LoggerFactory.getLogger(CurrentMount.class);

  private final SnapshotProviders providers;
  private final MountViews views;
  private final MountLooks looks = new MountLooks();
  private volatile SharedAnswer<MountView> view = freshView();

  @Inject
  CurrentMount(SnapshotProviders providers, MountViews views) {
    this.providers = providers;
    this.views = views;
  }

  private SharedAnswer<MountView> freshView() {
    return SharedAnswer.whileComputing(
        () -> looks.look(() -> views.of(providers.mounted().map(OwnedMount::mount))));
  }

  /** As the API shows it: one look for all who ask meanwhile, but none from before a change. */
  MountView view() throws InterruptedException {
    return view.get();
  }

  /**
   * The volume of that path, if it can be mounted now.
   *
   * @param path as the list of volumes shows it
   * @throws AgentException {@code CONFLICT} if something is mounted; as {@link
   *     SnapshotProviders#findSource} and {@link #requireMountable}
   */
  OwnedVolume mountable(String path) throws InterruptedException {
    Optional<OwnedMount> before = providers.mounted();
    if (before.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not mount "
              + UrlSafePath.show(path)
              + ": "
              + before.get().mount().device()
              + " is mounted on "
              + before.get().mount().path()
              + " already; unmount it first");
    }
    OwnedVolume owned = providers.findSource(path);
    requireMountable(owned.volume());
    return owned;
  }

  /**
   * Refuses what is never mounted.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if it is no snapshot, {@code
   *     RESOURCES_EXHAUSTED} if its data is lost
   */
  static void requireMountable(Volume volume) {
    if (!volume.snapshot()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Could not mount "
              + volume.path()
              + ": it is not a snapshot; only snapshots are mounted");
    }
    if (!volume.valid()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "Could not mount "
              + volume.path()
              + ": the snapshot is full and its data lost; take a new"
              + " one, with more space");
    }
  }

  Mount mount(OwnedVolume owned, MountAccess access) throws InterruptedException {
    try {
      Mount mount =
          owned
              .provider()
              .mount(new MountRequest(owned.volume().path(), providers.mountPoint(), access));
      views.forget(mount);
      return mount;
    } finally {
      view = freshView();
    }
  }

  void unmount(SnapshotProvider provider, Mount mount) throws InterruptedException {
    try {
      var unused =
          looks.without(
              () -> {
                provider.unmount(mount);
                return mount;
              });
    } finally {
      view = freshView();
    }
  }

  /**
   * Unmounts what is there.
   *
   * @return what is still there, as far as can be seen
   * @throws AgentException if that failed, or it can't be seen whether there is anything
   */
  MountView unmount() throws InterruptedException {
    Optional<OwnedMount> mounted = providers.mounted();
    if (mounted.isEmpty()) {
      return views.of(Optional.empty());
    }
    unmount(mounted.get().provider(), mounted.get().mount());
    return views.of(left().map(OwnedMount::mount));
  }

  /** Is it certain that nothing is mounted? */
  boolean isNone() throws InterruptedException {
    try {
      return providers.mounted().isEmpty();
    } catch (AgentException unknown) {
      log.warn("Could not see what is mounted: {}", unknown.getMessage());
      return false;
    }
  }

  // What was asked for is done, whether another provider can tell or not.
  private Optional<OwnedMount> left() throws InterruptedException {
    try {
      return providers.mounted();
    } catch (AgentException unknown) {
      log.warn("Could not see what is mounted after an unmount: {}", unknown.getMessage());
      return Optional.empty();
    }
  }
}
