package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Volume;
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
  void saysInADryRunWhatItWouldKeep() throws Exception {
    host.get(SnapshotCommands.class).mount(path("one-my"));

    PruneReport report = prune(true);

    assertThat(report.kept()).extracting(PruneReport.Entry::path).containsExactly(path("one-my"));
    assertThat(report.removed())
        .extracting(PruneReport.Entry::path)
        .containsExactly(path("two-my"));
  }

  @Test
  void removesNoNewSnapshotThatHasTheNameOfAnOldOne() throws Exception {
    Volume seen = host.get(SnapshotProviders.class).find(path("one-my")).volume();
    new FakeSnapshotProvider(host.store(), "-my").remove(path("one-my"));
    host.store().add("one-my");

    assertRefused(
        ErrorCode.CONFLICT,
        "another one by now",
        () -> host.get(SnapshotRemoval.class).remove(seen));
    assertThat(exists("one-my")).isTrue();
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
  void failsForWhatItCouldNotRemoveThoughItIsNotMounted() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            new FakeSnapshotProvider(host.store(), "-my") {
              @Override
              public void remove(String volumePath) throws InterruptedException {
                super.remove(volumePath);
                // By the time the next one's turn has come it is another one.
                if (volumePath.contains("one")) {
                  super.remove(path("two-my"));
                  host.store().add("two-my");
                }
              }
            });

    PruneReport report = prune(false);

    assertThat(report.kept()).isEmpty();
    assertThat(report.failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.why()).contains("another one by now"));
  }

  @Test
  void saysThatItDoesNotKnowWhatToKeep() throws Exception {
    TestHost bare = new TestHost(folder.resolve("bare"));

    PruneReport report = bare.get(PruneSnapshots.class).prune(false);

    assertThat(report.removed()).isEmpty();
    assertThat(report.note()).startsWith("SnapshotKeep, ").contains("only snapshots that ran full");
    assertThat(prune(false).note()).isEmpty();
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
