package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
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
  private int created;

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

  @Override
  public SnapshotProvider failingProvider() {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(new ScriptedCommands().fails(5, "Can't get lock for vg-data", "lvs")));
  }

  private SnapshotProvider provider(String filter) {
    return new LvmSnapshots(
        FakeAgentContext.in(folder)
            .withCommands(lvm.commands())
            .with("SnapshotVolumesFilter", filter)
            .with("CreateSnapshotCommand", "data-my-created-" + created++)
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
  public Path mountPoint() throws Exception {
    return Files.createDirectories(folder.resolve("mount point"));
  }

  /** Its volumes were made when their answers were recorded. */
  @Override
  public boolean supportsOriginAndTime() {
    return false;
  }

  /** It has volumes and mounts in memory, and no files in them. */
  @Override
  public boolean supportsFiles() {
    return false;
  }

  /** No process can use what only a table of mounts has. */
  @Override
  public boolean supportsUse() {
    return false;
  }

  /** The configured command answers for space. */
  @Override
  public boolean supportsLackOfSpace() {
    return false;
  }
}
