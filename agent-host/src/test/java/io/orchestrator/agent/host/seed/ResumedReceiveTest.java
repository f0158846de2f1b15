package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The target's agent is killed in the middle of a seed, and starts again on what it has on disk.
 */
@Timeout(60)
class ResumedReceiveTest {
  @TempDir Path folder;
  private WireHosts hosts;
  private TestHost target;

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new WireHosts(folder);
    hosts.targets().resuming();
    hosts.sources().resuming();
    target = hosts.target();
  }

  private Path own(String name) {
    return target.datadir().resolve(name);
  }

  /** What the journal and the datadir have when an agent is killed so often. */
  private void killedDuring(long id, int restarts) {
    SeedRecord record =
        target
            .get(SeedRunner.class)
            .newRecord(Seeds.id(id), SeedRecord.Role.RECEIVE, "", "wire", "")
            .at(target.datadir());
    for (int times = 0; times < restarts; times++) {
      record = record.restarted();
    }
    target.get(SeedJournal.class).begin(record);
    target.file("half").file("shop/half");
    target.restart();
  }

  private void recover() throws InterruptedException {
    target.get(SeedRecovery.class).recover();
  }

  @Test
  void goesOnWhenTheSenderComesAgain() throws Exception {
    killedDuring(7, 0);

    recover();

    assertThat(hosts.onTarget().completed(7)).isFalse();
    assertThat(own("half")).doesNotExist();
    assertThat(own(".orchestrator-agent-earlier-1/shop/half")).exists();
    await().atMost(Seeds.SOON).until(hosts::isOpen);
    hosts.send(7);
    hosts.awaitOver();
    assertThat(hosts.onTarget().succeeded(7)).isTrue();
    assertThat(hosts.targets().received().get(0).earlier())
        .containsExactly(own(".orchestrator-agent-earlier-1"));
    assertThat(own(".orchestrator-agent-earlier-1")).doesNotExist();
    assertThat(hosts.onTarget().mark()).isEmpty();
  }

  @Test
  void showsTheLatestOfSeveralTimesFirst() throws Exception {
    target.file(".orchestrator-agent-earlier-2/a").file(".orchestrator-agent-earlier-10/b");
    killedDuring(7, 9);

    recover();
    hosts.send(7);
    hosts.awaitOver();

    assertThat(hosts.targets().received().get(0).earlier())
        .extracting(earlier -> earlier.getFileName().toString())
        .containsExactly(
            ".orchestrator-agent-earlier-11",
            ".orchestrator-agent-earlier-10",
            ".orchestrator-agent-earlier-2");
  }

  @Test
  void canBeAbortedWhileItWaits() throws Exception {
    killedDuring(7, 0);
    recover();

    hosts.onTarget().abort(7);

    assertThat(hosts.onTarget().completed(7)).isTrue();
    assertThat(hosts.onTarget().succeeded(7)).isFalse();
    assertThat(own(".orchestrator-agent-earlier-1")).doesNotExist();
    hosts.requireQuiet();
  }

  @Test
  void failsWhenNoSenderComes() throws Exception {
    hosts.both("SeedConnectSeconds", 1).both("SeedReconnectSeconds", 1);
    killedDuring(7, 0);

    recover();
    hosts.onTarget().awaitOver();

    assertThat(hosts.onTarget().reason(7)).contains("No sender came within 1 s");
    assertThat(hosts.onTarget().mark()).isPresent();
  }

  @Test
  void doesNotGoOnForEver() throws Exception {
    killedDuring(7, 10);

    recover();

    assertThat(hosts.onTarget().completed(7)).isTrue();
    assertThat(hosts.onTarget().reason(7)).contains("killed 11 times");
  }

  @Test
  void doesNotGoOnUnderAServerThatRuns() throws Exception {
    killedDuring(7, 0);
    target.service().start();

    recover();

    assertThat(hosts.onTarget().reason(7)).contains("MySQL is running");
    assertThat(own("half")).exists();
  }

  @Test
  void doesNotGoOnByATransportThatCannot() throws Exception {
    target.offering(new TestWireTransport("other"));
    SeedRecord record =
        target
            .get(SeedRunner.class)
            .newRecord(Seeds.id(7), SeedRecord.Role.RECEIVE, "", "other", "")
            .at(target.datadir());
    target.get(SeedJournal.class).begin(record);
    target.restart();

    recover();

    assertThat(hosts.onTarget().reason(7)).contains("stopped or killed while it went on");
  }

  @Test
  void removesWhatIsLeftOfSeedsThatAreOver() throws Exception {
    target.file(".orchestrator-agent-earlier-3/half");

    recover();

    await().atMost(Seeds.SOON).until(() -> Files.notExists(own(".orchestrator-agent-earlier-3")));
  }

  /** What goes on after a kill is up to the transport that the sender has named. */
  @Test
  void writesDownTheTransportOfTheSender() throws Exception {
    TestWireTransport other = new TestWireTransport("other");
    target.offering(other).with("SeedReceiveTransports", List.of("wire", "other"));
    hosts.source().offering(new TestWireTransport("other")).with("SeedTransport", "other");
    hosts.receive(7);

    hosts.send(7);

    await()
        .atMost(Seeds.SOON)
        .untilAsserted(
            () ->
                assertThat(Files.readString(target.state().resolve("seeds.json")))
                    .contains("\"other\""));
    hosts.awaitOver();
  }

  @Test
  void isMarkedFromTheMomentThatItGoesOn() throws Exception {
    killedDuring(7, 0);

    recover();

    assertThat(hosts.onTarget().completed(7)).isFalse();
    assertThat(hosts.onTarget().mark()).get().asString().contains("has not succeeded");
    hosts.onTarget().abort(7);
  }
}
