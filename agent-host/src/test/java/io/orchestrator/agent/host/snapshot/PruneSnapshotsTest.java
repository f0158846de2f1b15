package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneSnapshotsTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).with("SnapshotKeep", 1);
    for (String name : new String[] {"one-my", "two-my", "three-my"}) {
      host.store().add(name);
    }
  }

  @Test
  void removesAllButTheNewest() throws Exception {
    PruneReport report = prune(false);

    assertThat(report.removed())
        .extracting(PruneReport.Entry::path)
        .containsExactly(path("one-my"), path("two-my"));
    assertThat(exists("one-my") || exists("two-my")).isFalse();
    assertThat(exists("three-my")).isTrue();
  }

  @Test
  void removesNothingInADryRun() throws Exception {
    assertThat(prune(true).removed()).hasSize(2);
    assertThat(exists("one-my") && exists("two-my")).isTrue();
  }

  @Test
  void keepsWhatIsMounted() throws Exception {
    host.get(SnapshotCommands.class).mount(path("one-my"));

    PruneReport report = prune(false);

    assertThat(report.kept())
        .singleElement()
        .satisfies(kept -> assertThat(kept.path()).isEqualTo(path("one-my")))
        .satisfies(kept -> assertThat(kept.why()).contains("mounted"));
    assertThat(report.failed()).isEmpty();
    assertThat(exists("one-my")).isTrue();
    assertThat(exists("two-my")).isFalse();
  }

  @Test
  void goesOnAfterAFailure() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public void remove(String volumePath) throws InterruptedException {
                if (volumePath.contains("one")) {
                  throw new AgentException(ErrorCode.COMMAND_FAILED, "no");
                }
                super.remove(volumePath);
              }
            });

    PruneReport report = prune(false);

    assertThat(report.failed()).containsExactly(new PruneReport.Entry(path("one-my"), "no"));
    assertThat(exists("two-my")).isFalse();
  }

  @Test
  void refusesWithoutAWordAboutWhatToKeep() {
    TestHost bare = new TestHost(folder.resolve("bare"));

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "SnapshotKeep",
        () -> bare.get(PruneSnapshots.class).prune(false));
  }

  private PruneReport prune(boolean dryRun) throws InterruptedException {
    return host.get(PruneSnapshots.class).prune(dryRun);
  }

  private String path(String name) {
    return folder.resolve("snapshots").resolve(name).toString();
  }

  private boolean exists(String name) {
    return Files.exists(Path.of(path(name)));
  }
}
