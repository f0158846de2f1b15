package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbortSeedTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  @Test
  void completesASeedThatGoesOn() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);

    seeds.abort(7);

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7)).isEqualTo("it was aborted on request");
    assertThat(seeds.mark()).get().asString().contains("aborted");
  }

  @Test
  void endsTheProcessesOfTheSeed() throws Exception {
    AtomicReference<Long> pid = new AtomicReference<>();
    host.transport()
        .does(
            (datadir, transfer) -> {
              try (var running =
                  transfer.commands().start(Command.shell("sleep 600 & wait").withoutLimit())) {
                pid.set(running.pid());
                running.waitFor();
              }
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    await().atMost(Seeds.SOON).until(() -> pid.get() != null);

    seeds.abort(7);

    assertThat(ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(seeds.succeeded(7)).isFalse();
  }

  @Test
  void isWrittenDownThoughTheTransportKeepsTheInterruptToItself() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              try {
                return TestTransport.hang(datadir, transfer);
              } catch (InterruptedException aborted) {
                Thread.currentThread().interrupt();
                throw new AgentException(ErrorCode.PEER_FAILED, "the connection broke", aborted);
              }
            });
    seeds.receive(7);

    seeds.abort(7);

    assertThat(Files.readString(host.state().resolve("seeds.json"))).contains("\"ABORTED\"");
    assertThat(seeds.reason(7)).isEqualTo("it was aborted on request");
    assertThat(seeds.mark()).get().asString().contains("aborted on request");
  }

  @Test
  void isNoSuccessThoughTheTransportClaimsOne() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              try {
                return TestTransport.hang(datadir, transfer);
              } catch (InterruptedException ignored) {
                return TestTransport.arrive(datadir, transfer);
              }
            });
    seeds.receive(7);

    seeds.abort(7);

    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void saysWhenATransportDoesNotReactAndCompletesTheSeedAllTheSame() throws Exception {
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

    assertRefused(ErrorCode.TIMED_OUT, "does not react", () -> seeds.abort(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", () -> seeds.receive(8));
    stubborn.countDown();
    seeds.awaitOver();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void ofAnotherSeedLeavesTheActiveOneUntouched() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);

    seeds.abort(8);

    assertThat(seeds.completed(7)).isFalse();
    seeds.abort(7);
  }

  @Test
  void beforeTheReceiveFailsThatReceive() throws Exception {
    seeds.abort(7);

    assertRefused(ErrorCode.ABORTED, "aborted before it began", () -> seeds.receive(7));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(host.get(SeedAnswers.class).all().get(0).state()).isEqualTo("ABORTED");
  }

  @Test
  void beforeTheReceiveFailsOneReceiveOnly() throws Exception {
    seeds.abort(7);
    assertRefused(ErrorCode.ABORTED, "aborted", () -> seeds.receive(7));

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void longBeforeTheReceiveDoesNotFailIt() throws Exception {
    seeds.abort(7);
    host.clock().advance(Duration.ofMinutes(11));

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void rightAfterAFailedSeedDoesNotFailTheNextOneOfThatId() throws Exception {
    seeds.fail(7, "the peer went away");
    host.clock().advance(Duration.ofSeconds(90));
    seeds.abort(7);
    host.transport().does(TestTransport::arrive);

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void leavesTheReasonOfASeedThatHadFailedBefore() throws Exception {
    seeds.fail(7, "the peer went away");

    seeds.abort(7);

    assertThat(seeds.reason(7)).isEqualTo("the peer went away");
  }
}
