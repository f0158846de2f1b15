package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's agent dies in the middle of a seed, and what it has left is dealt with. */
@Tag("seed")
@RequiresTool({"tar", "nc"})
class BrokenReceiverIT {
  private static final long HALF = 8 << 20;

  @TempDir Path folder;
  private SeedPair pair;

  @BeforeEach
  void make() throws Exception {
    pair = new SeedPair(folder, 3 * HALF).overTheLine();
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void failsTheSeedOfAnAgentThatWasKilled() throws Exception {
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(HALF);

    pair.targetAgent().kill();
    pair.startTarget();

    requireFailed(seed);
  }

  /** Its netcat and tar live on, and could still write into the datadir. */
  @Test
  void endsTheScriptsOfAnAgentThatWasKilled() throws Exception {
    Path receive = pair.target().script("receive", "nc -l \"$2\" | cat | tar -xf - -C \"$1\"");
    pair.target().with("ReceiveSeedDataCommand", "bash " + receive);
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(HALF);

    pair.targetAgent().kill();
    assertThat(HostProcesses.of(pair.target().folder())).hasSizeGreaterThan(3);
    pair.startTarget();

    assertThat(pair.targetAgent().log()).contains("Ended a stray process");
    requireFailed(seed);
  }

  private void requireFailed(CompletableFuture<SeedOutcome> seed) throws Exception {
    SeedOutcome outcome = seed.get(60, TimeUnit.SECONDS);
    assertThat(outcome.successful()).isFalse();
    pair.line().go();
    pair.requireQuiet();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();
    pair.requireGoodSeed();
  }
}
