package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed is ended on purpose: aborted, or its agent stopped. Nothing of it stays. */
@Tag("seed")
@RequiresTool({"tar", "nc", "bash"})
class EndedSeedIT {
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
  void abortEndsAllProcessesOfBothSides() throws Exception {
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(HALF);

    abort();

    requireFailed(seed);
    pair.requireGoodSeed();
  }

  /** The Go agent ends only the outermost bash of such a pipeline. */
  @Test
  void abortEndsWholePipelinesOfScripts() throws Exception {
    Path send = pair.source().script("send", "tar -cf - -C \"$1\" . | cat | nc -q 0 \"$2\" \"$3\"");
    Path receive = pair.target().script("receive", "nc -l \"$2\" | cat | tar -xf - -C \"$1\"");
    pair.source().with("SendSeedDataCommand", "bash " + send);
    pair.target().with("ReceiveSeedDataCommand", "bash " + receive);
    pair.start();
    pair.line().slowTo(4 << 20);
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    await("bytes come through")
        .atMost(SeedPair.LIMIT)
        .until(() -> pair.line().passed() > (1 << 20));
    assertThat(pair.targetAgent().children()).hasSizeGreaterThan(3);
    assertThat(pair.sourceAgent().children()).hasSizeGreaterThan(3);

    abort();

    requireFailed(seed);
  }

  @Test
  void stoppingTheSourceEndsTheSeed() throws Exception {
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(HALF);

    assertThat(pair.sourceAgent().stop()).isIn(0, 143);

    pair.line().go();
    requireFailed(seed);
    pair.startSource();
    pair.requireGoodSeed();
  }

  @Test
  void stoppingTheTargetEndsTheSeed() throws Exception {
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedUpTo(HALF);

    assertThat(pair.targetAgent().stop()).isIn(0, 143);

    pair.requireQuiet();
    pair.startTarget();
    requireFailed(seed);
    pair.requireGoodSeed();
  }

  @Test
  void stoppingTheTargetEndsTheCommandThatDeletes() throws Exception {
    Path pid = folder.resolve("pid");
    pair.target()
        .with("MySQLDeleteDatadirContentCommand", "echo $$ > %s; sleep 600; :".formatted(pid));
    pair.start();
    CompletableFuture<SeedOutcome> seed = pair.seedInBackground();
    await("it deletes")
        .atMost(SeedPair.LIMIT)
        .until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
    ProcessHandle command =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

    assertThat(pair.targetAgent().stop()).isIn(0, 143);

    assertThat(command.isAlive()).isFalse();
    assertThat(seed.get(60, TimeUnit.SECONDS).successful()).isFalse();
  }

  private void abort() throws IOException {
    long id = 1;
    assertThat(pair.call(SeedPair.SOURCE, "abort-seed/" + id)).isEqualTo("true");
    assertThat(pair.call(SeedPair.TARGET, "abort-seed/" + id)).isEqualTo("true");
    // Programs that answer orchestrator's questions come and go; the pipelines would go on for
    // longer.
    await("the pipelines have ended")
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                pair.sourceAgent().children().isEmpty() && pair.targetAgent().children().isEmpty());
  }

  private void requireFailed(CompletableFuture<SeedOutcome> seed) throws Exception {
    SeedOutcome outcome = seed.get(60, TimeUnit.SECONDS);
    assertThat(outcome.successful()).isFalse();
    pair.line().go();
    pair.requireQuiet();
    FailedSeed.of(pair, outcome.seedId()).requireSeen();
  }
}
