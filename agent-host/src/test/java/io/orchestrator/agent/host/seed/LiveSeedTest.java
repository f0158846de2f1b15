package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds from a running server, between two agents. */
@Timeout(60)
class LiveSeedTest {
  private static final String LIVE = "live:sql";

  @TempDir Path folder;
  private final TestWireTransport targets = new TestWireTransport("sql", SeedContent.LIVE);
  private final TestWireTransport sources = new TestWireTransport("sql", SeedContent.LIVE);
  private WireHosts hosts;

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new WireHosts(folder);
    hosts.both("SeedSecretFile", SecretFiles.in(folder));
    hosts.target().offering(targets).with("SeedReceiveTransports", List.of("sql"));
    hosts.source().offering(sources).with("SeedSources", List.of(LIVE)).file("ibdata1");
  }

  private void choose() throws InterruptedException {
    var unused = hosts.source().get(SnapshotCommands.class).mount(LIVE);
  }

  private void seed() throws InterruptedException {
    hosts.receive(7);
    hosts.source().get(SendSeed.class).send(Seeds.id(7), "127.0.0.1");
    hosts.awaitOver();
  }

  @Test
  void sendTheRunningServersDataByTheTransportThatWasChosen() throws Exception {
    choose();

    seed();

    assertThat(hosts.onTarget().reason(7)).isEqualTo("received one file");
    assertThat(hosts.target().datadir().resolve("ibdata1")).hasContent("ibdata1");
    assertThat(hosts.source().get(SeedAnswers.class).all().get(0).transport()).isEqualTo("sql");
    assertThat(hosts.target().get(SeedAnswers.class).all().get(0).transport()).isEqualTo("sql");
    assertThat(hosts.onTarget().mark()).isEmpty();
    assertThat(hosts.source().get(SnapshotCommands.class).unmount().mounted()).isFalse();
  }

  @Test
  void tellWhereTheyCameFromThoughNobodyNamesTheSource() throws Exception {
    targets.receives(
        (datadir, transfer) -> {
          TransferResult result = TestWireTransport.receiveFile(datadir, transfer);
          return new TransferResult(
              result.bytes(),
              result.summary(),
              Optional.of(
                  new ReplicationStart(
                      Flavor.MARIADB, 3306, Optional.empty(), Optional.of("0-1-5"))));
        });
    choose();

    seed();

    SeedMetadata metadata = hosts.target().get(SeedAnswers.class).metadata(Seeds.id(7));
    assertThat(metadata.sourceHost()).isEqualTo("127.0.0.1");
    assertThat(metadata.transport()).isEqualTo("sql");
  }

  @Test
  void doNotTakeAPositionFromAFileOfASnapshot() throws Exception {
    targets.receives(
        (datadir, transfer) -> {
          write(datadir.resolve("orchestrator-agent-binlog-position"), "bin.000001\t4\n");
          return TestWireTransport.receiveFile(datadir, transfer);
        });
    choose();

    seed();

    assertThat(hosts.onTarget().succeeded(7)).isTrue();
    assertRefused(
        ErrorCode.NOT_FOUND,
        "is not known",
        () -> hosts.target().get(SeedAnswers.class).metadata(Seeds.id(7)));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void areFinishedByTheTransportThatReceivedThem() throws Exception {
    choose();
    seed();

    hosts.target().get(PostCopy.class).run("db1");

    assertThat(targets.finished()).extracting(FinishRequest::sourceHost).containsExactly("db1");
    assertThat(hosts.targets().finished()).isEmpty();
  }

  @Test
  void doNotNeedATransportForSnapshots() throws Exception {
    hosts.source().with("SeedTransport", "test");
    hosts.source().transport().does(TestTransport.failing("not by this one"));
    choose();

    seed();

    assertThat(hosts.onTarget().succeeded(7)).isTrue();
  }

  @Test
  void areRefusedByATargetThatDoesNotNameTheirTransport() throws Exception {
    hosts.target().with("SeedReceiveTransports", List.of("wire"));
    choose();

    seed();

    assertThat(hosts.onSource().reason(7)).contains("transport sql", "SeedReceiveTransports");
    assertThat(hosts.onTarget().reason(7)).contains("transport sql", "SeedReceiveTransports");
  }

  @Test
  void areNotSentInPlaceOfAMountedSnapshot() throws Exception {
    hosts.source().with("SeedTransport", "sql");
    var unused =
        hosts
            .source()
            .get(SnapshotCommands.class)
            .mountToStay(
                folder.resolve("source/snapshots/one-my").toString(), MountAccess.READ_ONLY);

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "live:sql in SeedSources",
        () -> hosts.source().get(SendSeed.class).send(Seeds.id(7), "127.0.0.1"));

    assertThat(hosts.source().get(SnapshotCommands.class).unmount().mounted()).isFalse();
  }
}
