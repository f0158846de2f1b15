package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.service.MySqlService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed at a time, and an end that is written down, whatever happens. */
class SeedRunnerTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  // A folder in the way stops root too.
  private void breakJournal() throws IOException {
    Path file = host.state().resolve("seeds.json");
    Files.deleteIfExists(file);
    Files.createDirectories(file.resolve("in-the-way"));
  }

  @Test
  void startsNoSeedThatCannotBeWrittenDown() throws Exception {
    host.get(SeedJournal.class);
    breakJournal();

    assertRefused(ErrorCode.IO_FAILED, "seeds.json", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(host.get(SeedRunner.class).active()).isEmpty();
    assertThat(host.datadir()).isEmptyDirectory();
  }

  @Test
  void takesASuccessThatCannotBeWrittenDownForNone() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              arrived.await();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    breakJournal();
    arrived.countDown();

    seeds.awaitOver();

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).contains("seeds.json");
    assertRefused(ErrorCode.CONFLICT, "unfinished", () -> host.get(MySqlService.class).start());
  }

  @Test
  void failsASeedWhoseTransportThrowsAnError() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              throw new NoClassDefFoundError("com/example/Missing");
            });

    assertThatThrownBy(
            () -> {
              seeds.receive(7);
              seeds.awaitOver();
              throw new AgentException(ErrorCode.PEER_FAILED, seeds.reason(7));
            })
        .hasMessageContaining("com/example/Missing");

    assertThat(seeds.succeeded(7)).isFalse();
    seeds.awaitOver();
    host.transport().does(TestTransport::arrive);
    seeds.receiveAll(8);
    assertThat(seeds.succeeded(8)).as("the next one").isTrue();
  }

  @Test
  void failsTheActiveSeedAndEndsItsProcessesWhenTheAgentStops() throws Exception {
    AtomicReference<Long> pid = new AtomicReference<>();
    host.transport()
        .does(
            (datadir, transfer) -> {
              try (var running =
                  transfer.commands().start(Command.of("sleep", "600").withoutLimit())) {
                pid.set(running.pid());
                running.waitFor();
              }
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    await().atMost(Seeds.SOON).until(() -> pid.get() != null);

    host.get(SeedShutdown.class).stop();

    assertThat(ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).isEqualTo("the agent was stopped");
    assertThat(Files.readString(host.state().resolve("seeds.json"))).contains("\"FAILED\"");
  }

  @Test
  void startsNoSeedOnceTheAgentStops() throws Exception {
    host.get(SeedShutdown.class).stop();

    assertRefused(ErrorCode.CONFLICT, "The agent is stopping", () -> seeds.receive(7));
  }

  @Test
  void doesNotWaitForEverForATransportThatIgnoresTheAgentsStop() throws Exception {
    host.changing(Seeds.SHORT_LIMITS);
    CountDownLatch stubborn = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              while (stubborn.getCount() > 0) {
                try {
                  stubborn.await();
                } catch (InterruptedException ignored) {
                  // That is what this test is about.
                }
              }
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);

    host.get(SeedShutdown.class).stop();

    assertThat(Files.readString(host.state().resolve("seeds.json"))).contains("\"FAILED\"");
    stubborn.countDown();
    seeds.awaitOver();
  }

  @Test
  void showsWhatTheActiveSeedDoes() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              transfer.phase("syncing to disk");
              transfer.transferred(4096);
              transfer.transferred(17);
              seen.await();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);

    await()
        .atMost(Seeds.SOON)
        .untilAsserted(
            () -> {
              SeedView view = host.get(SeedAnswers.class).all().get(0);
              assertThat(view.phase()).isEqualTo("syncing to disk");
              assertThat(view.bytes()).isEqualTo(4096);
              assertThat(view.state()).isEqualTo("RUNNING");
              assertThat(view.endedAt()).isEmpty();
            });
    seen.countDown();
    seeds.awaitOver();
    assertThat(host.get(SeedAnswers.class).all().get(0).phase()).isEmpty();
  }

  @Test
  void tellsOfASuccessOnlyWhenAllIsSettled() throws Exception {
    CountDownLatch settling = new CountDownLatch(1);
    Semaphore settled = new Semaphore(0);
    SeedRunner runner = host.get(SeedRunner.class);
    ActiveSeed unused =
        runner.start(
            runner
                .newRecord(Seeds.id(7), SeedRecord.Role.RECEIVE, "", "test", "")
                .at(host.datadir()),
            new SeedRunner.Work() {
              @Override
              public TransferResult transfer(ActiveSeed seed) {
                return TestTransport.arrive(host.datadir(), seed);
              }

              @Override
              public void ended(SeedRecord record) {}

              @Override
              public void settled(SeedRecord record) {
                settling.countDown();
                settled.acquireUninterruptibly();
              }
            });
    assertThat(settling.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(seeds.completed(7)).isFalse();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(host.get(SeedAnswers.class).all().get(0).state()).isEqualTo("RUNNING");
    settled.release();
    seeds.awaitOver();
    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isTrue();
  }
}
