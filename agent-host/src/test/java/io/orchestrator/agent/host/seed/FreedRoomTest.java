package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted counts as free before it is. */
class FreedRoomTest {
  /** Of the room alone; the rest takes what it takes. */
  private static final Module SHORT_WAIT =
      new AbstractModule() {
        @Override
        protected void configure() {
          SeedLimits usual = SeedLimits.USUAL;
          bind(SeedLimits.class)
              .toInstance(
                  new SeedLimits(
                      Duration.ofMillis(200), usual.listen(), usual.abort(), usual.stop()));
        }
      };

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicLong free = new AtomicLong();
  private final AtomicLong nanoTime = new AtomicLong();
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  @AfterEach
  void end() throws Exception {
    release.countDown();
    seeds.abort(7);
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  /** As long as the deletions' lock is held nothing is freed. */
  private void deleteWithoutFreeing() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    DatadirTrash trash = host.get(DatadirTrash.class);
    CountDownLatch held = new CountDownLatch(1);
    Future<?> unused =
        threads.submit(
            () -> {
              synchronized (trash) {
                held.countDown();
                release.await();
              }
              return held;
            });
    held.await();
    trash.free(host.datadir());
  }

  private Future<?> receive() {
    return threads.submit(
        () -> {
          seeds.receive(7);
          return seeds;
        });
  }

  private void awaitWaiting() {
    await()
        .atMost(Seeds.SOON)
        .until(
            () ->
                host.get(SeedAnswers.class).all().stream()
                    .anyMatch(seed -> seed.phase().contains("deleted data is freed")));
  }

  @Test
  void isWaitedForBeforeATransportThatTalksForItselfListens() throws Exception {
    deleteWithoutFreeing();

    Future<?> answer = receive();

    awaitWaiting();
    assertThat(host.transport().received()).isEmpty();
    assertThat(answer.isDone()).isFalse();
    release.countDown();
    answer.get(10, TimeUnit.SECONDS);
    seeds.awaitOver();
    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void isNotWaitedForOnceASeedIsAborted() throws Exception {
    deleteWithoutFreeing();
    Future<?> unused = receive();
    awaitWaiting();

    seeds.abort(7);

    seeds.awaitOver();
    assertThat(seeds.reason(7)).contains("aborted");
    assertThat(host.transport().received()).isEmpty();
  }

  @Test
  void isNotWaitedForLongerThanOrchestratorWaitsForAnAnswer() throws Exception {
    host.changing(SHORT_WAIT);
    deleteWithoutFreeing();

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
  }

  private ActiveSeed seed() {
    SeedRecord record =
        host.get(SeedRunner.class)
            .newRecord(
                Seeds.id(8), SeedRecord.Role.RECEIVE, "db1", "wire", host.datadir().toString());
    return new ActiveSeed(record, host.get(ProcessRunner.class).scope("marker"), Optional::empty);
  }

  /** Before the seed itself is taken for stuck, which it is not. */
  @Test
  void isNotAwaitedForEverWhereNothingIsFreed() throws Exception {
    deleteWithoutFreeing();
    FreedRoom room =
        new FreedRoom(host.get(DatadirTrash.class), host.datadir(), seed(), Duration.ofMillis(50));

    assertThat(room.await(Long.MAX_VALUE, Duration.ofMinutes(1))).isTrue();
  }

  private FreedRoom patientFor(Duration patience) {
    return new FreedRoom(
        host.get(DatadirTrash.class), host.datadir(), seed(), patience, free::get, nanoTime::get);
  }

  private boolean isThere(FreedRoom room, Duration later, long bytesFree) throws Exception {
    long unused = nanoTime.addAndGet(later.toNanos());
    free.set(bytesFree);
    return room.await(10, Duration.ZERO);
  }

  /** A seed is written faster than one big file is freed: the free space only falls. */
  @Test
  void isAwaitedWithAllPatienceByWhoeverHadRoomUntilNow() throws Exception {
    deleteWithoutFreeing();
    FreedRoom room = patientFor(Duration.ofMinutes(1));
    for (int left = 100; left >= 10; left--) {
      assertThat(isThere(room, Duration.ofSeconds(1), left)).isTrue();
    }

    for (int second = 0; second < 60; second++) {
      assertThat(isThere(room, Duration.ofSeconds(1), 9)).as("second %d", second).isFalse();
    }
    assertThat(isThere(room, Duration.ofSeconds(1), 9)).as("stuck").isTrue();
  }

  @Test
  void isNotAwaitedForEverWhereOthersTakeAndGive() throws Exception {
    deleteWithoutFreeing();
    FreedRoom room = patientFor(Duration.ofMinutes(1));

    for (int second = 0; second < 60; second++) {
      assertThat(isThere(room, Duration.ofSeconds(1), 9 - second % 2)).isFalse();
    }
    assertThat(isThere(room, Duration.ofSeconds(1), 9)).as("stuck").isTrue();
  }

  @Test
  void isAwaitedByATransportAsLongAsSomethingIsFreed() throws Exception {
    host.changing(SHORT_WAIT);
    deleteWithoutFreeing();
    CountDownLatch refused = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              assertThat(transfer.awaitRoom(0, Duration.ofMillis(1))).as("room is there").isTrue();
              while (!transfer.awaitRoom(Long.MAX_VALUE, Duration.ofMillis(10))) {
                refused.countDown();
              }
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    refused.await();
    assertThat(seeds.completed(7)).isFalse();

    release.countDown();

    seeds.awaitOver();
    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void isWorkOfTheSeedAsItBecomesFree() throws Exception {
    deleteWithoutFreeing();
    Future<?> unused = receive();
    awaitWaiting();
    ActiveSeed seed = host.get(SeedRunner.class).active().orElseThrow();
    long before = seed.work();

    release.countDown();

    await().atMost(Seeds.SOON).until(() -> seed.work() > before);
  }
}
