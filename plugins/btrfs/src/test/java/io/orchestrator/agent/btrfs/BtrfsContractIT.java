package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup"})
class BtrfsContractIT extends SnapshotProviderContract {
  @TempDir Path folder;
  private BtrfsDisk disk;
  private int made;

  @BeforeEach
  void makeDisk() throws Exception {
    disk = BtrfsDisk.make(folder);
  }

  @AfterEach
  void removeDisk() throws Exception {
    disk.remove();
  }

  @Override
  public SnapshotProvider provider() {
    return disk.provider();
  }

  @Override
  public SnapshotProvider providerWithoutFilter() {
    return new BtrfsSnapshots(disk.context().with("SnapshotVolumesFilter", ""));
  }

  @Override
  public void makeSnapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      disk.snapshot("snap shot-my-" + made++);
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() throws Exception {
    disk.snapshot("other");
    return "other";
  }

  @Override
  public Path origin() {
    return disk.datadir();
  }

  @Override
  public Path mountPoint() throws Exception {
    return Files.createDirectories(disk.folder().resolve("mount point"));
  }

  @Override
  public boolean supportsInvalid() {
    return false; // they share the file system's space, and have none that could run full
  }
}
