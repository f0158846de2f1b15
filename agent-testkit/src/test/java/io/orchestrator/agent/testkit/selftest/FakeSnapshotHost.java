package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the fake; broken variants change what {@link #on} makes, or what it lists. */
abstract class FakeSnapshotHost extends SnapshotProviderContract {
  private static final String FILTER = "-my-";

  @TempDir Path folder;
  private int made;

  @BeforeEach
  void makeTheOrigin() throws IOException {
    Files.createDirectories(folder.resolve("datadir"));
    Files.writeString(folder.resolve("datadir/ibdata1"), "data");
  }

  SnapshotProvider on(FakeStore store, String filter) {
    return new FakeSnapshotProvider(store, filter) {
      @Override
      public List<Volume> list() throws InterruptedException {
        return listed(super.list());
      }
    };
  }

  /** What the provider makes of what there is. */
  List<Volume> listed(List<Volume> found) {
    return found;
  }

  /** The same volume, as one that has its data or has lost it. */
  static Volume with(Volume volume, boolean valid) {
    return new Volume(
        volume.path(),
        volume.name(),
        volume.group(),
        volume.snapshot(),
        volume.matchesFilter(),
        valid,
        volume.percentUsed(),
        volume.sizeBytes(),
        volume.origin(),
        volume.created());
  }

  static MountRequest with(MountRequest request, MountAccess access) {
    return new MountRequest(request.volumePath(), request.mountPoint(), access);
  }

  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public final SnapshotProvider provider() {
    return on(store(), FILTER);
  }

  @Override
  public final SnapshotProvider providerWithoutFilter() {
    return on(store(), "");
  }

  @Override
  public SnapshotProvider failingProvider() {
    return new FakeSnapshotProvider(store(), FILTER) {
      @Override
      public List<Volume> list() {
        throw new AgentException(ErrorCode.COMMAND_FAILED, "lvs ended with 5");
      }
    };
  }

  @Override
  public final void makeSnapshots(int count) {
    for (int index = 0; index < count; index++) {
      store().add("snapshot-my-" + made++);
    }
  }

  @Override
  public final Path mountPoint() {
    return folder.resolve("mnt");
  }

  @Override
  public final String makeSnapshotOutsideFilter() {
    store().add("other");
    return "other";
  }

  @Override
  public final String makeInvalidSnapshot() {
    store().add("full-my-one");
    store().invalidate("full-my-one");
    return "full-my-one";
  }

  /** A mount of the fake is a folder, and root can write to that. */
  @Override
  public boolean supportsRefusingWrites() {
    return false;
  }

  @Override
  public final Path origin() {
    return folder.resolve("datadir");
  }

  @Override
  public final void useUpSpace() {
    store().useUpSpace();
  }

  @Override
  public final void reboot() {
    store().reboot();
  }

  @Override
  public final Set<String> storage() {
    return store().everything();
  }

  private FakeStore store() {
    return new FakeStore(folder.resolve("store"), folder.resolve("datadir"));
  }
}
