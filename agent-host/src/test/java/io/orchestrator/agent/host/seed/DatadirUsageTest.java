package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live seed never looks dead, a dead one never looks live. */
class DatadirUsageTest {
  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private TestHost host;
  private Seeds seeds;
  private DatadirUsage usage;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
    usage = host.get(DatadirUsage.class);
  }

  @AfterEach
  void endSeed() {
    end.countDown();
    seeds.awaitOver();
  }

  private void receiveWith(String command, long transferred) throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              RunningCommand running =
                  transfer.commands().start(Command.shell(command).withoutLimit());
              transfer.transferred(transferred);
              reported.countDown();
              end.await();
              running.close();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    reported.await();
  }

  @Test
  void isTheBytesReceivedSoFar() throws Exception {
    receiveWith("exec sleep 600", 1_000_000);

    assertThat(usage.bytes()).isEqualTo(1_000_000);
  }

  @Test
  void growsAtEachPollWhileAProcessUsesTheCpu() throws Exception {
    receiveWith("while :; do :; done", 1_000_000);
    long first = usage.bytes();

    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(usage.bytes()).isGreaterThan(first));
    long second = usage.bytes();
    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(usage.bytes()).isGreaterThan(second));
  }

  @Test
  void growsAtEachPollWhileAProcessWrites() throws Exception {
    Path go = folder.resolve("go");
    receiveWith(
        "until test -e "
            + go
            + "; do sleep 0.02; done; head -c 300000 /dev/zero > "
            + go
            + "; exec sleep 600",
        1_000_000);
    long first = usage.bytes();

    Files.createFile(go);

    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(usage.bytes()).isGreaterThan(first));
  }

  @Test
  void staysWhileNothingWorks() throws Exception {
    receiveWith("exec sleep 600", 1_000_000);
    ActiveSeed seed = host.get(SeedRunner.class).active().orElseThrow();
    // Starting it was work; wait until that is over.
    await()
        .atMost(Seeds.SOON)
        .during(java.time.Duration.ofMillis(300))
        .until(seed::work, w -> same(w));
    long first = usage.bytes();

    for (int poll = 0; poll < 20; poll++) {
      assertThat(usage.bytes()).isEqualTo(first);
    }
  }

  private long lastWork = -1;

  private boolean same(long work) {
    boolean same = work == lastWork;
    lastWork = work;
    return same;
  }

  @Test
  void isWhatIsOnDiskForATransportThatDoesNotCount() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              TestTransport.arrive(datadir, transfer);
              end.await();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);

    await()
        .atMost(Seeds.SOON)
        .until(() -> Files.exists(host.datadir().resolve("ibdata1")) && usage.bytes() > 17);
  }

  @Test
  void isTheRealUsageWithoutTheTrashOnceNoSeedIsActive() throws Exception {
    receiveWith("exec sleep 600", 500_000_000);
    assertThat(usage.bytes()).isGreaterThanOrEqualTo(500_000_000);
    end.countDown();
    seeds.awaitOver();
    host.file(".orchestrator-agent-trash/deleted-1/big");
    Files.write(
        host.datadir().resolve(".orchestrator-agent-trash/deleted-1/big"), new byte[1 << 20]);

    assertThat(usage.bytes()).isBetween(17L, 1L << 17);
  }

  @Test
  void doesNotBeginWithTheDataThatWasDeletedForTheSeed() throws Exception {
    Path old = host.datadir().resolve("ibdata1");
    Files.write(old, new byte[1 << 20]);
    assertThat(usage.bytes()).isGreaterThanOrEqualTo(1 << 20);
    Files.delete(old);

    receiveWith("exec sleep 600", 0);

    assertThat(usage.bytes()).isLessThan(1 << 17);
  }

  @Test
  void startsAnewForTheNextSeed() throws Exception {
    receiveWith("exec sleep 600", 500_000_000);
    assertThat(usage.bytes()).isGreaterThanOrEqualTo(500_000_000);
    seeds.abort(7);
    host.transport()
        .does(
            (datadir, transfer) -> {
              transfer.transferred(5);
              end.await();
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receive(8);

    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(usage.bytes()).isEqualTo(5));
  }
}
