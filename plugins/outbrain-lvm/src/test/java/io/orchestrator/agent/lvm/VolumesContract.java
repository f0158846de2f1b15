package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** The contract on a volume group that the subclass makes, with the plugin's own creation. */
abstract class VolumesContract extends SnapshotProviderContract {
  private int made;

  abstract VolumeGroup group();

  @AfterEach
  void clean() throws Exception {
    group().clean();
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
        FakeAgentContext.in(group().root())
            .with("SnapshotVolumesFilter", filter)
            .with("SnapshotSize", group().thin() ? "thin" : "64M")
            .withMySql(FakeMySqlFacts.of(group().datadir())));
  }

  @Override
  public void makeSnapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String name = "mysql-data-my-" + ++made;
      long second = System.currentTimeMillis() / 1000;
      group().snapshot(name);
      // LVM's times have seconds, and "newer" has to be seen.
      org.awaitility.Awaitility.await().until(() -> System.currentTimeMillis() / 1000 > second + 1);
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() throws Exception {
    group().snapshot("other");
    return "other";
  }

  @Override
  public String makeInvalidSnapshot() throws Exception {
    group().fullSnapshot("mysql-data-my-full");
    return "mysql-data-my-full";
  }

  @Override
  public Path origin() {
    return group().mounted();
  }

  @Override
  public Path mountPoint() throws Exception {
    return Files.createDirectories(group().root().resolve("mount point"));
  }
}
