package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on XFS on a thin volume, with thin and classic snapshots of it by turns; inside the
 * machine, see {@link VolumesIT}.
 */
class VolumesContract extends SnapshotProviderContract {
  private static VolumeGroup group;
  private int made;

  @BeforeAll
  static void makeVolumes() throws Exception {
    group = VolumeGroup.make("xfs", true);
  }

  @AfterAll
  static void removeVolumes() throws Exception {
    group.remove();
  }

  @AfterEach
  void clean() throws Exception {
    group.clean();
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
        FakeAgentContext.in(group.root())
            .withCommands(new ScriptedCommands().fails(5, "Can't get lock for vg-data", "lvs")));
  }

  private SnapshotProvider provider(String filter) {
    return new LvmSnapshots(
        FakeAgentContext.in(group.root())
            .with("SnapshotVolumesFilter", filter)
            .withMySql(FakeMySqlFacts.of(group.datadir())));
  }

  /** LVM's times have seconds only; among those of one second the names decide. */
  @Override
  public void makeSnapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String name = "mysql-data-my-" + (999 - made);
      if (made++ % 2 == 0) {
        group.thinSnapshot(name);
      } else {
        group.classicSnapshot(name);
      }
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() throws Exception {
    group.thinSnapshot("other");
    return "other";
  }

  @Override
  public String makeInvalidSnapshot() throws Exception {
    group.fullSnapshot("mysql-data-my-full");
    return "mysql-data-my-full";
  }

  @Override
  public Path origin() {
    return group.mounted();
  }

  @Override
  public boolean supportsLackOfSpace() {
    return false; // a thin snapshot takes no space when it is made; VolumeCases has a classic one
  }

  @Override
  public void reboot() throws Exception {
    group.unmountAll();
  }

  /** Every volume, and what device-mapper has beside LVM's. */
  @Override
  public Set<String> storage() throws Exception {
    Set<String> all = new TreeSet<>(VolumeGroup.lines("lvs", "--noheadings", "-o", "lv_path"));
    for (String device : VolumeGroup.lines("dmsetup", "ls")) {
      if (device.startsWith("orchestrator-agent-")) {
        all.add(device);
      }
    }
    return all;
  }

  @Override
  public Path mountPoint() throws Exception {
    return Files.createDirectories(group.root().resolve("mount point"));
  }
}
