package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds by the default transport, over the agents' own connection, and what may happen to them. */
@Tag("seed")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class StreamSeedIT {
  private static final long BYTES = 48 << 20;
  private static final long HALF = BYTES / 4;
  private static final long SEED = 7;
  private static final Duration SECONDS = Duration.ofSeconds(20);

  @TempDir Path folder;
  private SeedPair pair;
  private WireLine line;

  @BeforeEach
  void make() throws Exception {
    pair = new SeedPair(folder, BYTES).byTheDefaultTransport();
    line = new WireLine(SeedPair.TARGET, pair.seedPort());
    pair.with("SeedPeerTimeoutSeconds", 3).with("SeedReconnectSeconds", 6);
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    pair.close();
  }

  /** Starts the agents and a seed, which holds in its middle. */
  private CompletableFuture<SeedOutcome> seedHalfWay() throws IOException {
    pair.with("SeedCompression", "off").source().with("SeedPort", line.port());
    pair.start();
    line.holdAt(HALF);
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    line.awaitHold();
    return seed;
  }

  /** The same without an orchestrator, which would end the other side as soon as one has failed. */
  private void seedHalfWayByHand() throws IOException {
    pair.with("SeedCompression", "off").source().with("SeedPort", line.port());
    pair.start();
    line.holdAt(HALF);
    pair.call(SeedPair.SOURCE, "mountlv?lv=" + pair.snapshot());
    pair.call(SeedPair.TARGET, "delete-mysql-datadir");
    pair.call(SeedPair.TARGET, "receive-mysql-seed-data/" + SEED);
    pair.call(SeedPair.SOURCE, "send-mysql-seed-data/" + SeedPair.TARGET + "/" + SEED);
    line.awaitHold();
  }

  private void awaitEnd(String host, String state, String reason) {
    await(host + " is over")
        .atMost(SECONDS)
        .untilAsserted(() -> assertThat(seedsOf(host)).contains(state).contains(reason));
  }

  /** What has to be seen on the target, and that the next seed works. */
  private void requireFailedAndMended() throws Exception {
    line.go();
    pair.requireQuiet();
    FailedSeed.of(pair, SEED).requireSeen();
    pair.call(SeedPair.SOURCE, "umount");
    pair.sourceAgent().stop();
    pair.source().with("SeedPort", pair.seedPort());
    pair.startSource();
    pair.requireGoodSeed();
  }

  private String seedsOf(String host) throws IOException {
    return pair.call(host, "seeds");
  }

  private void requireFailed(SeedOutcome outcome) throws IOException {
    assertThat(outcome.successful()).as("orchestrator's seed succeeded").isFalse();
    line.go();
    pair.requireQuiet();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();
  }

  private static SeedOutcome over(CompletableFuture<SeedOutcome> seed) throws Exception {
    return seed.get(60, TimeUnit.SECONDS);
  }

  @Test
  void seedsWithNothingConfiguredAndWarnsThatItIsNotProtected() throws Exception {
    pair.start();

    pair.requireGoodSeed();

    pair.requireQuiet();
    assertThat(pair.logs()).doesNotContain("was lost");
    assertThat(seedsOf(SeedPair.TARGET)).contains("\"Transport\":\"stream\"", "SUCCEEDED");
    assertThat(pair.targetAgent().log()).containsOnlyOnce("neither encrypted nor authenticated");
  }

  @Test
  void failsBothSidesIfTheirSecretsDiffer() throws Exception {
    pair.target().with("SeedSecretFile", secret("target", "the secret of the target"));
    pair.source().with("SeedSecretFile", secret("source", "the secret of the source"));
    pair.with("SeedConnectSeconds", 2).start();

    requireFailed(pair.seed());

    for (String host : List.of(SeedPair.TARGET, SeedPair.SOURCE)) {
      assertThat(seedsOf(host)).contains("SeedSecretFile differs").doesNotContain("the secret of");
    }
    assertThat(pair.logs()).doesNotContain("the secret of");
  }

  private String secret(String name, String text) throws IOException {
    return SecretFiles.write(folder.resolve(name + ".secret"), text);
  }

  @Test
  void goesOnThroughRubbishAndACrowd() throws Exception {
    pair.with("SeedReconnectSeconds", 60);
    seedHalfWayByHand();

    withACrowd(
        () -> {
          line.go();
          awaitEnd(SeedPair.TARGET, "SUCCEEDED", "");
          awaitEnd(SeedPair.SOURCE, "SUCCEEDED", "");
        });

    pair.requireSameData(TreeComparison.exact());
    pair.requireQuiet();
  }

  @Test
  void beginsAmidRubbishAndACrowd() throws Exception {
    pair.start();
    pair.call(SeedPair.SOURCE, "mountlv?lv=" + pair.snapshot());
    pair.call(SeedPair.TARGET, "delete-mysql-datadir");
    pair.call(SeedPair.TARGET, "receive-mysql-seed-data/" + SEED);

    withACrowd(
        () -> {
          pair.call(SeedPair.SOURCE, "send-mysql-seed-data/" + SeedPair.TARGET + "/" + SEED);
          awaitEnd(SeedPair.TARGET, "SUCCEEDED", "");
          awaitEnd(SeedPair.SOURCE, "SUCCEEDED", "");
        });

    pair.requireSameData(TreeComparison.exact());
    pair.requireQuiet();
  }

  /** A thousand are connected to the target. */
  private void withACrowd(Course course) throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int visitor = 0; visitor < 1_000; visitor++) {
        Socket socket = new Socket(SeedPair.TARGET, pair.seedPort());
        crowd.add(socket);
        // Some say nothing, some begin and never end, some say something else.
        String words = List.of("", "hel", "GET / HTTP/1.1\r\n\r\n").get(visitor % 3);
        say(socket, words);
      }
      course.run();
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private interface Course {
    void run() throws Exception;
  }

  private static void say(Socket socket, String words) {
    try {
      socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
    } catch (IOException turnedAway) {
      // The crowd is too large, and this one had to leave.
    }
  }

  @Test
  void goesOnAfterTheLineWasCutAtTenRandomPoints() throws Exception {
    CompletableFuture<SeedOutcome> seed = seedHalfWay();

    SplittableRandom random = new SplittableRandom(20_261_126);
    LongStream points = random.longs(9, HALF, BYTES * 9 / 10).sorted();
    for (long point : points.toArray()) {
      line.cut();
      line.holdAt(point);
      line.awaitHold();
    }
    line.cut();
    line.go();

    SeedOutcome outcome = over(seed);
    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    pair.requireSameData(TreeComparison.exact());
    pair.requireQuiet();
  }

  @Test
  void goesOnAfterOneOfItsConnectionsWasCut() throws Exception {
    CompletableFuture<SeedOutcome> seed = seedHalfWay();

    line.cutOne();
    await("the source connects again")
        .atMost(SeedPair.LIMIT)
        .until(() -> pair.sourceAgent().log().contains("connecting again"));
    line.go();

    SeedOutcome outcome = over(seed);
    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    pair.requireSameData(TreeComparison.exact());
    pair.requireQuiet();
  }

  /** As behind a switch that has lost its power. */
  @Test
  void failsBothSidesIfNothingIsHeardAnyMore() throws Exception {
    seedHalfWayByHand();

    line.silence();
    line.go();

    awaitEnd(SeedPair.SOURCE, "FAILED", "Could not connect");
    awaitEnd(SeedPair.TARGET, "FAILED", "nothing was heard from");
    line.close();
    requireFailedAndMended();
  }

  @Test
  void failsBothSidesIfTheLineIsGoneForGood() throws Exception {
    seedHalfWayByHand();

    line.close();

    awaitEnd(SeedPair.SOURCE, "FAILED", "Could not connect");
    awaitEnd(SeedPair.TARGET, "FAILED", "connection");
    requireFailedAndMended();
  }

  @Test
  void failsTheSenderWhoseReceiversAgentWasKilled() throws Exception {
    pair.with("SeedConnectSeconds", 6);
    seedHalfWayByHand();

    pair.targetAgent().kill();
    line.go();

    awaitEnd(SeedPair.SOURCE, "FAILED", "Could not connect");
    pair.startTarget();
    requireFailedAndMended();
  }

  @Test
  void endsTheSenderIfTheTargetIsAborted() throws Exception {
    seedHalfWayByHand();

    pair.call(SeedPair.TARGET, "abort-seed/" + SEED);
    line.go();

    awaitEnd(SeedPair.TARGET, "ABORTED", "it was aborted on request");
    awaitEnd(SeedPair.SOURCE, "FAILED", "it was aborted on request");
    requireFailedAndMended();
  }

  @Test
  void endsTheReceiverIfTheSourceIsAborted() throws Exception {
    seedHalfWayByHand();

    pair.call(SeedPair.SOURCE, "abort-seed/" + SEED);
    line.go();

    awaitEnd(SeedPair.SOURCE, "ABORTED", "it was aborted on request");
    awaitEnd(SeedPair.TARGET, "FAILED", "it was aborted on request");
    requireFailedAndMended();
  }
}
