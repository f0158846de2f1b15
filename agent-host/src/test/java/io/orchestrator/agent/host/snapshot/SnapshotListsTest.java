package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotLocator.Scope;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotLocator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotListsTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
  }

  private SnapshotLists lists() {
    return host.get(SnapshotLists.class);
  }

  private List<String> offered() throws InterruptedException {
    return lists().offered().stream().map(VolumeView::name).toList();
  }

  @Test
  void offersSnapshotsThatMatchTheFilterNewestFirst() throws Exception {
    host.store().add("one-my");
    host.store().add("another");
    host.store().add("two-my");

    assertThat(offered()).containsExactly("two-my", "one-my");
  }

  @Test
  void leavesFullOnesOutOfWhatIsOfferedAndShowsThemAsFullElsewhere() throws Exception {
    host.store().add("one-my");
    host.store().add("two-my");
    host.store().invalidate("two-my");

    assertThat(offered()).containsExactly("one-my");
    assertThat(lists().volume("two-my"))
        .singleElement()
        .satisfies(full -> assertThat(full.snapshotPercent()).isEqualTo(100));
  }

  @Test
  void offersNoOrigin() throws Exception {
    assertThat(offered()).isEmpty();
    assertThat(lists().volumes("")).extracting(VolumeView::name).containsExactly("origin");
  }

  @Test
  void offersTheNewestFirstAcrossProviders() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            Volumes.listing(
                folder,
                "first",
                Volumes.snapshot("/dev/vg0/old", "2026-01-01T00:00:00Z"),
                Volumes.snapshot("/dev/vg0/undated", "")),
            Volumes.listing(
                folder, "second", Volumes.snapshot("/btrfs/new", "2026-02-01T00:00:00Z")));

    assertThat(offered()).containsExactly("new", "old", "undated");
  }

  @Test
  void keepsTheOrderOfAProviderThatKnowsNoTimes() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(
            Volumes.listing(
                folder, "first", Volumes.snapshot("/z", ""), Volumes.snapshot("/a", "")));

    assertThat(offered()).containsExactly("z", "a");
  }

  @Test
  void showsWhatOneProviderHasThoughAnotherFails() throws Exception {
    host.store().add("one-my");
    host.offering(Volumes.broken(folder));

    assertThat(offered()).containsExactly("one-my");
  }

  @Test
  void failsWhenAllProvidersFail() {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER).offering(Volumes.broken(folder));

    assertRefused(ErrorCode.TOOL_MISSING, "there is no lvs", this::offered);
  }

  @Test
  void isEmptyWithoutAnyProvider() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER);

    assertThat(offered()).isEmpty();
  }

  @Test
  void asksOnlyTheProvidersThatTheConfigurationNames() throws Exception {
    host.with("SnapshotProviders", List.of("second"))
        .offering(Volumes.listing(folder, "second", Volumes.snapshot("/btrfs/new", "")));
    host.store().add("one-my");

    assertThat(offered()).containsExactly("new");
  }

  @Test
  void findsVolumesByPartOfTheirName() throws Exception {
    host.store().add("one-my");
    host.store().add("two-my");

    assertThat(lists().volumes("two")).extracting(VolumeView::name).containsExactly("two-my");
    assertThat(lists().volumes("absent")).isEmpty();
  }

  @Test
  void findsAVolumeByNameByPathAndByThePathThatIsShown() throws Exception {
    host.without(ExtensionKind.SNAPSHOT_PROVIDER)
        .offering(Volumes.listing(folder, "first", Volumes.snapshot("/snaps/a b", "")));

    assertThat(lists().volume("a b")).hasSize(1);
    assertThat(lists().volume("/snaps/a b")).hasSize(1);
    assertThat(lists().volume("/snaps/a%20b")).hasSize(1);
    assertThat(lists().volume("/snaps")).isEmpty();
  }

  @Test
  void namesTheHostsOfTheLocatorsAndThoseConfigured() throws Exception {
    host.with("SnapshotHosts", List.of("db9", "db1"))
        .offering(new FakeSnapshotLocator(List.of("db1"), List.of("db1", "db2")));

    assertThat(lists().hostsWithSnapshots(Scope.LOCAL)).containsExactly("db1", "db9");
    assertThat(lists().hostsWithSnapshots(Scope.ALL)).containsExactly("db1", "db2", "db9");
  }

  @Test
  void namesTheConfiguredHostsThoughALocatorFails() throws Exception {
    host.with("SnapshotHosts", List.of("db9")).offering(new BrokenLocator());

    assertThat(lists().hostsWithSnapshots(Scope.ALL)).containsExactly("db9");
  }

  @Test
  void failsWhenNothingIsKnownOfTheHosts() {
    host.offering(new BrokenLocator());

    assertRefused(
        ErrorCode.COMMAND_FAILED,
        "no answer",
        () -> lists().hostsWithSnapshots(SnapshotLocator.Scope.ALL));
  }

  private static final class BrokenLocator extends FakeSnapshotLocator {
    BrokenLocator() {
      super(List.of(), List.of());
    }

    @Override
    public List<String> hosts(Scope scope) {
      throw new AgentException(ErrorCode.COMMAND_FAILED, "no answer");
    }
  }
}
