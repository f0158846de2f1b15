package io.orchestrator.agent.testkit.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeedRunTest {
  private static final String TARGET = "127.0.0.2";
  private static final String SOURCE = "127.0.0.3";
  private static final String UNNOTICED = "HTTP/1.1 500 Internal Server Error";
  private static final String NOTICED = "HTTP/1.1 500";

  private final List<SeedEvent> heard = new ArrayList<>();
  private StandInOrchestrator orchestrator;
  private FakeAgent target;
  private FakeAgent source;

  @BeforeEach
  void start() throws IOException {
    orchestrator = StandInOrchestrator.onLoopback();
    target = new FakeAgent(TARGET);
    source = new FakeAgent(SOURCE);
    orchestrator.register(target.row());
    orchestrator.register(source.row());
    source
        .answering("lvs-snapshots", "[{\"Path\":\"/dev/vg/first\"},{\"Path\":\"/dev/vg/newer\"}]")
        .answering("mount", "{\"IsMounted\":false,\"MySQLDiskUsage\":100}");
    target
        .answering("mysql-datadir-available-space", "100")
        .answering("mysql-du", "100")
        .answering("seed-command-completed", "true")
        .answering("seed-command-succeeded", "true");
    for (String command : List.of("mountlv", "umount", "send-mysql-seed-data", "abort-seed")) {
      source.answering(command, "true");
    }
    for (String command :
        List.of(
            "delete-mysql-datadir",
            "receive-mysql-seed-data",
            "abort-seed",
            "post-copy",
            "mysql-start")) {
      target.answering(command, "true");
    }
  }

  @AfterEach
  void stop() throws IOException {
    orchestrator.close();
    target.close();
    source.close();
  }

  @Test
  void callsInTheServersOrder() throws Exception {
    SeedOutcome outcome = seed();

    assertThat(outcome.successful()).isTrue();
    assertThat(outcome.reason()).isEmpty();
    assertThat(source.commands())
        .containsExactly("mountlv?lv=/dev/vg/first", "send-mysql-seed-data/127.0.0.2/1", "umount");
    assertThat(target.commands())
        .containsExactly(
            "delete-mysql-datadir",
            "receive-mysql-seed-data/1",
            "seed-command-completed/1",
            "seed-command-succeeded/1",
            "post-copy/?sourceHost=127.0.0.3",
            "mysql-start");
  }

  @Test
  void asksForAgentInfoTwiceOnEachSideAndAtEachPoll() throws Exception {
    seed();

    assertThat(infoRounds(source)).isEqualTo(2);
    assertThat(infoRounds(target)).isEqualTo(3);
  }

  @Test
  void tellsTheListenerEachStepAndHowFarItIs() throws Exception {
    SeedOutcome outcome = seed();

    assertThat(outcome.events()).isEqualTo(heard);
    assertThat(heard)
        .filteredOn(event -> event.progress().isPresent())
        .extracting(event -> event.progress().orElseThrow().percent())
        .containsExactly(100L);
    assertThat(heard).extracting(SeedEvent::error).containsOnly("");
  }

  @Test
  void countsSeeds() throws Exception {
    assertThat(seed().seedId()).isEqualTo(1);
    assertThat(seed().seedId()).isEqualTo(2);
  }

  @Test
  void givesUpIfTheTargetsMySqlRuns() throws Exception {
    target.answering("mysql-status", "true");

    assertFailed("MySQL is running");
    assertThat(source.commands()).isEmpty();
    assertThat(target.commands()).isEmpty();
  }

  @Test
  void givesUpWithoutLogicalVolumes() throws Exception {
    source.answering("lvs-snapshots", "[]");

    assertFailed("no logical volumes");
    assertThat(source.commands()).isEmpty();
  }

  @Test
  void givesUpIfSomethingIsMountedAndLeavesItMounted() throws Exception {
    source.answering("mount", "{\"IsMounted\":true}");

    assertFailed("already mounted");
    assertThat(source.commands()).isEmpty();
  }

  @Test
  void endsAfterANoticedFailureOfTheMountWithoutUnmounting() throws Exception {
    source.failing("mountlv", NOTICED);

    assertFailed("Response Status 500");
    assertThat(source.commands()).containsExactly("mountlv?lv=/dev/vg/first");
    assertThat(target.commands()).isEmpty();
  }

  @Test
  void deletesTheTargetsDataAfterAnUnnoticedFailureOfTheMount() throws Exception {
    source.failing("mountlv", UNNOTICED);

    assertThat(seed().successful()).isTrue();
    assertThat(target.commands()).contains("delete-mysql-datadir");
  }

  @Test
  void endsAfterAResetMount() throws Exception {
    source.sending("mountlv", FakeAgent.RESET);

    assertFailed("mountlv");
    assertThat(target.commands()).isEmpty();
  }

  @Test
  void endsAfterANoticedFailureOfTheDeletionWithoutUnmounting() throws Exception {
    target.failing("delete-mysql-datadir", NOTICED);

    assertFailed("Response Status 500");
    assertThat(source.commands()).containsExactly("mountlv?lv=/dev/vg/first");
  }

  @Test
  void unmountsIfTheTargetHasTooLittleSpace() throws Exception {
    target.answering("mysql-datadir-available-space", "99");

    assertFailed("99 bytes free");
    assertThat(source.commands()).containsExactly("mountlv?lv=/dev/vg/first", "umount");
    assertThat(target.commands()).containsExactly("delete-mysql-datadir");
  }

  @Test
  void overlooksThatReceiveAndSendFail() throws Exception {
    target.failing("receive-mysql-seed-data", NOTICED);
    source.sending("send-mysql-seed-data", FakeAgent.RESET);

    assertThat(seed().successful()).isTrue();
    assertThat(heard)
        .filteredOn(event -> !event.error().isEmpty())
        .extracting(SeedEvent::action)
        .containsExactly("receive-mysql-seed-data/1", "send-mysql-seed-data/127.0.0.2/1");
  }

  @Test
  void abortsBothSidesAndUnmountsWhenCompletedAndNotSucceeded() throws Exception {
    target.answering("seed-command-succeeded", "false");

    assertFailed("the seed command failed");
    assertThat(source.commands()).endsWith("abort-seed/1", "umount");
    assertThat(target.commands()).endsWith("seed-command-succeeded/1", "abort-seed/1");
  }

  @Test
  void abortsWhenMoreThanTenPollsFoundNothingNew() throws Exception {
    target.answering("seed-command-completed", "false");

    assertFailed("10 iterations have passed without progress");
    assertThat(source.commands()).endsWith("abort-seed/1", "umount");
    assertThat(target.commands()).endsWith("abort-seed/1").doesNotContain("post-copy");
    // The first poll finds 100 bytes instead of 0; the eleven after it nothing new.
    assertThat(target.commands()).filteredOn(each -> each.startsWith("seed-command-")).hasSize(12);
  }

  @Test
  void countsTheFirstPollAsStaleIfNothingHasArrived() throws Exception {
    target.answering("seed-command-completed", "false").answering("mysql-du", "0");

    assertFailed("10 iterations");
    assertThat(target.commands()).filteredOn(each -> each.startsWith("seed-command-")).hasSize(11);
  }

  @Test
  void startsMySqlAfterAnUnnoticedFailureOfPostCopy() throws Exception {
    target.failing("post-copy", UNNOTICED);

    assertThat(seed().successful()).isTrue();
    assertThat(target.commands()).endsWith("mysql-start");
  }

  @Test
  void endsAfterANoticedFailureOfPostCopyWithoutUnmounting() throws Exception {
    target.failing("post-copy", NOTICED);

    assertFailed("Response Status 500");
    assertThat(source.commands()).doesNotContain("umount");
    assertThat(target.commands()).doesNotContain("mysql-start");
  }

  @Test
  void doesNotStartMySqlAfterANoticedFailureToUnmount() throws Exception {
    source.failing("umount", NOTICED);

    assertFailed("Response Status 500");
    assertThat(target.commands()).doesNotContain("mysql-start");
  }

  @Test
  void failsIfMySqlDoesNotStart() throws Exception {
    target.failing("mysql-start", NOTICED);

    assertFailed("Response Status 500");
  }

  @Test
  void failsIfAnAgentIsNotRegistered() throws Exception {
    orchestrator.forgetAgents();

    assertFailed("no agent is registered for host 127.0.0.2");
  }

  @Test
  void doesNotSeedAHostFromItself() {
    assertThatThrownBy(() -> run().run(TARGET, TARGET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertFailed(String reason) throws InterruptedException {
    SeedOutcome outcome = seed();
    assertThat(outcome.successful()).isFalse();
    assertThat(outcome.reason()).contains(reason);
    assertThat(heard.get(heard.size() - 1).error()).isEqualTo(outcome.reason());
  }

  private SeedOutcome seed() throws InterruptedException {
    return run().run(TARGET, SOURCE);
  }

  private SeedRun run() {
    return new SeedRun(
        orchestrator, new SeedPace(Duration.ofMillis(5), Duration.ofMillis(1)), heard::add);
  }

  private static long infoRounds(FakeAgent agent) {
    return agent.requestLines().stream()
        .filter(line -> line.contains("/api/mysql-error-log-tail?"))
        .count();
  }
}
