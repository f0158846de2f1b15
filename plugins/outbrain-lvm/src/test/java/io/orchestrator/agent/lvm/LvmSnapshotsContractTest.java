package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LvmSnapshotsContractTest extends SnapshotProviderContract {
  @TempDir Path folder;
  private FakeLvm lvm;
  private int made;

  @BeforeEach
  void makeAHost() {
    lvm = new FakeLvm(folder);
  }

  @Override
  public SnapshotProvider provider() {
    return provider("-my-");
  }

  @Override
  public SnapshotProvider providerWithoutFilter() {
    return provider("");
  }

  private SnapshotProvider provider(String filter) {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(lvm.commands())
            .with("SnapshotVolumesFilter", filter)
            .with("CreateSnapshotCommand", "data-my-created")
            .withMounts(lvm.mounts()));
  }

  @Override
  public void makeSnapshots(int count) {
    for (int i = 0; i < count; i++) {
      if (made++ % 2 == 0) {
        lvm.thin("thin-my-" + made);
      } else {
        lvm.classic("data-my-" + made);
      }
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() {
    lvm.classic("other");
    return "other";
  }

  @Override
  public String makeInvalidSnapshot() {
    lvm.full("data-my-full");
    return "data-my-full";
  }

  @Override
  public Path origin() {
    return folder.resolve("datadir");
  }

  @Override
  public boolean supportsFiles() {
    return false; // volumes in memory; VolumesIT has real ones
  }

  @Override
  public boolean supportsReadWrite() {
    return false; // as above
  }

  @Override
  public boolean supportsDisposable() {
    return false; // as above, and DisposableCopiesTest
  }

  @Override
  public boolean supportsKernelMounts() {
    return false; // as above
  }

  @Override
  public Path mountPoint() throws Exception {
    return Files.createDirectories(folder.resolve("mount point"));
  }
}
