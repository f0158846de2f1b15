package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.btrfs.LoopBtrfs;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The data directory is a mount of a subvolume; the snapshots are seen by another mount. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup"})
class BtrfsSnapshotsContractIT extends SnapshotProviderContract {
  private static final String FILTER = "-my snap-";

  @TempDir Path folder;
  private LoopBtrfs btrfs;
  private Path datadir;
  private int made;

  @BeforeEach
  void makeAFileSystem() throws Exception {
    btrfs = new LoopBtrfs(folder, 320L << 20);
    btrfs.subvolume(btrfs.top().resolve("data"));
    Files.createDirectory(snapshots());
    datadir = btrfs.mount("data", folder.resolve("the datadir"));
    Files.writeString(datadir.resolve("ibdata1"), "data");
  }

  @AfterEach
  void takeItAway() {
    btrfs.close();
  }

  private Path snapshots() {
    return btrfs.top().resolve("the snapshots");
  }

  @Override
  public SnapshotProvider provider() {
    return new BtrfsSnapshots(context().with("SnapshotVolumesFilter", FILTER));
  }

  @Override
  public SnapshotProvider providerWithoutFilter() {
    return new BtrfsSnapshots(context());
  }

  @Override
  public SnapshotProvider failingProvider() {
    return new BtrfsSnapshots(
        context().with("SnapshotDirectory", btrfs.top().resolve("gone").toString()));
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .with("SnapshotDirectory", snapshots().toString())
        .withMySql(FakeMySqlFacts.of(datadir));
  }

  @Override
  public void makeSnapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      snapshot("data" + FILTER + made++);
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() throws Exception {
    snapshot("other");
    return "other";
  }

  private void snapshot(String name) throws Exception {
    btrfs.run(
        "btrfs",
        "subvolume",
        "snapshot",
        "-r",
        datadir.toString(),
        snapshots().resolve(name).toString());
  }

  @Override
  public Path mountPoint() throws Exception {
    return Files.createDirectories(folder.resolve("mount point"));
  }

  @Override
  public Path origin() {
    return datadir;
  }

  @Override
  public void useUpSpace() throws Exception {
    btrfs.fill();
  }

  @Override
  public void reboot() throws Exception {
    btrfs.run("umount", mountPoint().toString());
  }

  @Override
  public Set<String> storage() throws Exception {
    return new TreeSet<>(btrfs.subvolumes());
  }

  /** What a full btrfs has is still there; it takes no more. */
  @Override
  public boolean supportsInvalid() {
    return false;
  }
}
