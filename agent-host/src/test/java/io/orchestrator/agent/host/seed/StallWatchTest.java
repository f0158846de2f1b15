package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallWatchTest {
  @TempDir Path folder;
  private final AtomicLong transferred = new AtomicLong();
  private final AtomicLong nanoTime = new AtomicLong();
  private TestHost host;
  private Seeds seeds;
  private StallWatch watch;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).with("SeedStallSeconds", 120);
    seeds = new Seeds(host);
    watch = new StallWatch(host.get(SeedRunner.class), host.get(AgentConfig.class), nanoTime::get);
  }

  @AfterEach
  void endSeed() throws InterruptedException {
    seeds.abort(7);
  }

  private void look(Duration later) {
    pass(later);
    watch.look();
  }

  private void pass(Duration time) {
    long unused = nanoTime.addAndGet(time.toNanos());
  }

  @Test
  void failsASeedThatGivesNoSignOfWorkForTooLong() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              transfer.phase("waiting for the sender");
              return TestTransport.hang(datadir, transfer);
            });
    seeds.receive(7);
    await()
        .atMost(Seeds.SOON)
        .until(() -> host.get(SeedAnswers.class).all().get(0).phase().startsWith("waiting"));

    watch.look();
    look(Duration.ofMinutes(2));
    assertThat(seeds.completed(7)).as("at its limit").isFalse();
    look(Duration.ofSeconds(5));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(seeds.reason(7))
        .contains("no sign of work for 120 s")
        .contains("waiting for the sender")
        .contains("SeedStallSeconds");
    seeds.awaitOver();
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void goesByNoClockThatCanBeSet() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);
    watch.look();

    host.clock().advance(Duration.ofHours(1));
    look(Duration.ofSeconds(5));
    assertThat(seeds.completed(7)).as("the clock was set forward").isFalse();
    host.clock().advance(Duration.ofHours(-2));
    look(Duration.ofMinutes(2));

    assertThat(seeds.completed(7)).as("and back").isTrue();
    seeds.awaitOver();
  }

  @Test
  void lastsLessThanOrchestratorsPatience() {
    // It gives up after ten polls, 30 s each, without progress.
    assertThat(host.get(AgentConfig.class).seed().stallLimit()).isLessThan(Duration.ofSeconds(280));
  }

  @Test
  void leavesASeedAloneThatWorksNowAndThen() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              while (over.getCount() > 0) {
                transfer.transferred(transferred.get());
                over.await(1, java.util.concurrent.TimeUnit.MILLISECONDS);
              }
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    ActiveSeed seed = host.get(SeedRunner.class).active().orElseThrow();

    for (int round = 1; round <= 5; round++) {
      int bytes = round;
      transferred.set(bytes);
      await().atMost(Seeds.SOON).until(() -> seed.bytes() == bytes);
      look(Duration.ofSeconds(115));
    }

    assertThat(seeds.completed(7)).isFalse();
    over.countDown();
    seeds.awaitOver();
  }

  @Test
  void countsAnewForTheNextSeed() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);
    watch.look();
    pass(Duration.ofSeconds(100));
    seeds.abort(7);
    seeds.receive(8);

    look(Duration.ofSeconds(100));
    assertThat(seeds.completed(8)).isFalse();
    look(Duration.ofSeconds(121));

    assertThat(seeds.completed(8)).isTrue();
    seeds.awaitOver();
  }

  @Test
  void completesASeedWhoseTransportDoesNotEvenReactToThat() throws Exception {
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
    watch.look();

    look(Duration.ofSeconds(121));

    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(host.get(LastFailure.class).line()).get().asString().contains("no sign of work");
    stubborn.countDown();
    seeds.awaitOver();
  }
}
