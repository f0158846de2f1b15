package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sender dies or its stream is cut: half a seed must neither succeed nor be started. */
@Tag("seed")
@RequiresTool({"tar", "nc", "bash"})
class BrokenSenderIT {
  private static final long BYTES = 24 << 20;

  /** What is behind may be in the sender's buffers already, and then arrives all the same. */
  private static final long LAST = BYTES - (8 << 20);

  @TempDir static Path folder;
  private static SeedPair pair;

  @BeforeAll
  static void start() throws Exception {
    pair = new SeedPair(folder, BYTES).overTheLine().start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  static Stream<Arguments> deaths() {
    List<String> victims = List.of("agent", "tar", "netcat");
    SplittableRandom random = new SplittableRandom(20_240_229);
    return IntStream.range(0, 10)
        .mapToObj(
            number ->
                Arguments.of(
                    victims.get(number % victims.size()),
                    number == 0
                        ? 1
                        : random.nextLong(LAST * number / 10, LAST * (number + 1) / 10)));
  }

  @ParameterizedTest(name = "{0} after {1} bytes")
  @MethodSource("deaths")
  void failsIfTheSenderIsKilled(String victim, long bytes) throws Exception {
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(bytes);

    kill(victim);
    pair.line().go();

    requireFailed(seed.get(60, TimeUnit.SECONDS));
    if (victim.equals("agent")) {
      pair.startSource();
    }
    pair.requireQuiet();
    pair.requireGoodSeed();
  }

  /** GNU tar ends with 0 there. */
  @Test
  void failsIfTheStreamIsCutBetweenTwoFiles() throws Exception {
    Path script =
        pair.source()
            .script(
                "cut",
                "tar -b1 -cf - -C \"$1\" ibdata1 mysql | head -c -1024 | nc -q 0 \"$2\" \"$3\"");
    pair.source().with("SendSeedDataCommand", "bash " + script);
    restartSource();

    SeedOutcome outcome = pair.seed();

    requireFailed(outcome);
    assertThat(pair.targetInfo().errorLogTail())
        .last()
        .asString()
        .contains("without the end of the archive");
    pair.source().without("SendSeedDataCommand");
    restartSource();
    pair.requireGoodSeed();
  }

  private static void restartSource() throws Exception {
    pair.sourceAgent().stop();
    pair.startSource();
  }

  private static void kill(String victim) throws Exception {
    if (victim.equals("agent")) {
      pair.sourceAgent().kill();
      return;
    }
    List<ProcessHandle> victims =
        pair.sourceAgent().children().stream()
            .filter(child -> isTar(child) == victim.equals("tar"))
            .toList();
    assertThat(victims).isNotEmpty();
    victims.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isTar(ProcessHandle process) {
    return HostProcesses.content(process.pid(), "comm").strip().equals("tar");
  }

  private static void requireFailed(SeedOutcome outcome) throws Exception {
    assertThat(outcome.successful()).as("orchestrator's seed succeeded").isFalse();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();
  }
}
