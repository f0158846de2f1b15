package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Snapshots that are copies of a folder, kept with all their state in a {@link FakeStore}, so that
 * a new provider on the same store finds them again. The mount of one is its folder; nothing is
 * mounted in the kernel. Tests that need a failure extend it.
 */
public class FakeSnapshotProvider implements SnapshotProvider {
  private final FakeStore store;
  private final String filter;

  /**
   * A provider on this store.
   *
   * @param store where the snapshots are; may have been used before
   * @param filter what a snapshot's name must contain; empty for no filter
   */
  public FakeSnapshotProvider(FakeStore store, String filter) {
    this.store = store;
    this.filter = filter;
  }

  @Override
  public String name() {
    return "fake-snapshots";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    return CheckResult.usable("snapshots of " + store.origin());
  }

  @Override
  public List<Volume> list() throws InterruptedException {
    return Stream.concat(
            store.snapshots().stream().map(this::volume), Stream.of(store.originVolume()))
        .toList();
  }

  @Override
  public Optional<Volume> create() throws InterruptedException {
    return Optional.of(volume(store.take("snapshot-" + (store.snapshots().size() + 1) + filter)));
  }

  @Override
  public Mount mount(MountRequest request) throws InterruptedException {
    Volume volume = snapshot(request.volumePath());
    if (!volume.valid()) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "The snapshot " + volume.path() + " is full and its data lost: mount another one");
    }
    if (store.mounts().at(request.mountPoint()).isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Something is mounted at " + request.mountPoint() + " already: unmount it first");
    }
    Path files = Path.of(volume.path());
    if (request.access() == MountAccess.DISPOSABLE) {
      store.clearCopies();
      files = store.copy(volume.path());
    }
    boolean readOnly = request.access() == MountAccess.READ_ONLY;
    Mount mount = new Mount(files, files.toString(), volume.path(), "fake", readOnly);
    store.mounts().add(request.mountPoint(), mount);
    return mount;
  }

  @Override
  public Optional<Mount> mounted(Path mountPoint) throws InterruptedException {
    return store.mounts().at(mountPoint);
  }

  @Override
  public void unmount(Mount mount) throws InterruptedException {
    FolderUsers.of(mount.path())
        .ifPresent(
            user -> {
              throw new AgentException(
                  ErrorCode.CONFLICT,
                  "Can't unmount " + mount.path() + ": process " + user.pid() + " uses it");
            });
    store.mounts().remove(mount);
    store.clearCopies();
  }

  @Override
  public void remove(String volumePath) throws InterruptedException {
    Volume volume = snapshot(volumePath);
    if (filter.isEmpty() || !volume.matchesFilter()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Only snapshots that match the filter are removed, and " + volumePath + " does not");
    }
    if (store.mounts().all().stream().anyMatch(it -> it.volumePath().equals(volumePath))) {
      throw new AgentException(
          ErrorCode.CONFLICT, "The snapshot " + volumePath + " is mounted: unmount it first");
    }
    store.remove(volumePath);
  }

  private Volume snapshot(String path) throws InterruptedException {
    Volume volume =
        list().stream()
            .filter(candidate -> candidate.path().equals(path))
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.NOT_FOUND, "There is no volume of the path that was given"));
    if (!volume.snapshot()) {
      throw new AgentException(ErrorCode.INVALID_ARGUMENT, path + " is not a snapshot");
    }
    return volume;
  }

  private Volume volume(FakeStore.Snapshot snapshot) {
    return new Volume(
        snapshot.folder().toString(),
        snapshot.name(),
        "fake",
        true,
        snapshot.name().contains(filter),
        snapshot.valid(),
        snapshot.valid() ? 0 : 100,
        0,
        Optional.of(store.origin().toString()),
        Optional.of(snapshot.created()));
  }
}
