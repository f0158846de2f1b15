package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds over the agents' own connection, between two agents. */
@Timeout(60)
class WireSeedTest {
  @TempDir Path folder;
  private WireHosts hosts;

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new WireHosts(folder);
  }

  @Test
  void seedsOverTheAgentsOwnConnection() throws Exception {
    hosts.requireGoodSeed(7);

    assertThat(hosts.onTarget().mark()).isEmpty();
    hosts.requireGoodSeed(8);
  }

  @Test
  void listensBeforeReceiveIsAnsweredAndNoLongerThanTheSeed() throws Exception {
    hosts.receive(7);
    assertThat(hosts.isOpen()).isTrue();

    hosts.onTarget().abort(7);

    assertThat(hosts.isOpen()).isFalse();
    hosts.requireGoodSeed(8);
  }

  @Test
  void saysAtOnceWhenThePortIsTaken() throws Exception {
    InetAddress address = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(hosts.port(), 1, address)) {
      assertThatThrownBy(() -> hosts.receive(7))
          .hasMessageContaining("Could not listen")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
    hosts.requireGoodSeed(8);
  }

  @Test
  void receivesByTheTransportThatTheSenderNames() throws Exception {
    TestWireTransport other = new TestWireTransport("other");
    hosts.target().offering(other).with("SeedReceiveTransports", List.of("wire", "other"));
    hosts.source().offering(new TestWireTransport("other")).with("SeedTransport", "other");
    CountDownLatch go = new CountDownLatch(1);
    other.receives(
        (datadir, transfer) -> {
          transfer.phase("by the other one");
          go.await();
          return TestWireTransport.receiveFile(datadir, transfer);
        });

    hosts.receive(7);
    hosts.send(7);

    await().atMost(Seeds.SOON).until(() -> view().phase().equals("by the other one"));
    assertThat(view().transport()).isEqualTo("other");
    go.countDown();
    hosts.awaitOver();
    assertThat(hosts.onTarget().succeeded(7)).isTrue();
    assertThat(view().transport()).isEqualTo("other");
  }

  private SeedView view() {
    return hosts.target().get(SeedAnswers.class).all().get(0);
  }

  @Test
  void refusesATransportThatIsNotAllowedOnBothSides() throws Exception {
    hosts.target().offering(new TestWireTransport("other"));
    hosts.source().offering(new TestWireTransport("other")).with("SeedTransport", "other");

    hosts.seed(7);

    for (Seeds seeds : List.of(hosts.onTarget(), hosts.onSource())) {
      assertThat(seeds.state(7)).isEqualTo("FAILED");
      assertThat(seeds.reason(7)).contains("transport other").contains("SeedReceiveTransports");
    }
    assertThat(hosts.target().get(LastFailure.class).line().orElseThrow())
        .contains("[ERROR]", "SeedReceiveTransports");
    hosts.requireQuiet();
  }

  @Test
  void takesLiveDataFromNobodyWhoHasNotProvedWhoItIs() throws Exception {
    hosts.target().offering(new TestWireTransport("sql", SeedContent.LIVE));
    hosts.target().with("SeedReceiveTransports", List.of("sql"));
    hosts.source().offering(new TestWireTransport("sql")).with("SeedTransport", "sql");

    hosts.seed(7);

    assertThat(hosts.onSource().reason(7)).contains("prove who they are", "SeedSecretFile");
    assertThat(hosts.onTarget().reason(7)).contains("prove who they are", "SeedSecretFile");
  }

  @Test
  void failsASeedWhoseTransportLeavesNoDatadir() throws Exception {
    hosts
        .targets()
        .receives(
            (datadir, transfer) -> {
              var result = TestWireTransport.receiveFile(datadir, transfer);
              deleted(datadir.resolve("ibdata1"));
              return result;
            });

    hosts.seed(7);

    assertThat(hosts.onTarget().reason(7)).contains("is no MySQL data directory");
    assertThat(hosts.onSource().reason(7)).contains("is no MySQL data directory");
    assertThat(hosts.onTarget().mark()).isPresent();
  }

  private static void deleted(Path file) {
    assertThat(file.toFile().delete()).isTrue();
  }

  @Test
  void tellsEachSideWhyTheOtherOneFails() throws Exception {
    hosts.targets().receives(TestTransport.failing("the disk of the target is full"));
    hosts.seed(7);
    assertThat(hosts.onTarget().reason(7)).isEqualTo("the disk of the target is full");
    assertThat(hosts.onSource().reason(7)).contains("the disk of the target is full");
    hosts.requireQuiet();

    hosts.targets().receives(TestWireTransport::receiveFile);
    hosts.sources().sends(TestTransport.failing("a file has vanished"));
    hosts.seed(8);
    assertThat(hosts.onSource().reason(8)).isEqualTo("a file has vanished");
    assertThat(hosts.onTarget().reason(8)).contains("a file has vanished");
    hosts.requireQuiet();

    hosts.requireGoodSeed(9);
  }

  @Test
  void tellsTheTargetThatTheSnapshotHasRunFullWhereABlockCouldNotBeMade() throws Exception {
    hosts.targets().receives(TestWireTransport::receiveFile);
    hosts
        .sources()
        .sends(
            (source, transfer) -> {
              transfer.wireSender().sendContent(1, 0, 1, this::readFullSnapshot);
              transfer.wireSender().awaitDelivered();
              throw new IllegalStateException("a block was delivered that could not be made");
            });

    hosts.seed(7);

    assertThat(hosts.onSource().reason(7)).contains("one-my ran full");
    assertThat(hosts.onTarget().reason(7)).contains("one-my ran full");
  }

  private void readFullSnapshot(ByteBuffer into) throws IOException {
    hosts.source().store().invalidate("one-my");
    throw new IOException("Input/output error");
  }

  /** The target may sync for many minutes, and watches itself. */
  @Test
  void doesNotTakeASenderForStuckThatWaitsForTheTarget() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    hosts
        .targets()
        .receives(
            (datadir, transfer) -> {
              var result = TestWireTransport.receiveFile(datadir, transfer);
              go.await();
              return result;
            });
    hosts.receive(7);
    hosts.send(7);
    await()
        .atMost(Seeds.SOON)
        .until(
            () -> hosts.source().get(SeedAnswers.class).all().get(0).phase().contains("on disk"));

    AtomicLong nanoTime = new AtomicLong();
    StallWatch watch =
        new StallWatch(
            hosts.source().get(SeedRunner.class),
            hosts.source().get(AgentConfig.class),
            nanoTime::get);
    watch.look();
    nanoTime.set(Duration.ofMinutes(10).toNanos());
    watch.look();

    assertThat(hosts.onSource().state(7)).isEqualTo("RUNNING");
    go.countDown();
    hosts.awaitOver();
    assertThat(hosts.onSource().state(7)).isEqualTo("SUCCEEDED");
    assertThat(Files.exists(hosts.target().datadir().resolve("ibdata1"))).isTrue();
  }
}
