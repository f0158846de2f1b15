package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The target's agent is killed in the middle of a seed, or the seed fails and is undone. */
@Tag("seed")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestartedTargetIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BYTES = 48 << 20;
  private static final long MIDDLE = BYTES / 4;
  private static final long SEED = 7;
  private static final Duration MINUTES = Duration.ofMinutes(2);

  @TempDir Path folder;
  private SeedPair pair;

  @BeforeEach
  void make() throws Exception {
    pair = new SeedPair(folder, BYTES).byTheDefaultTransport();
    pair.with("SeedCompression", "off").with("SeedPeerTimeoutSeconds", 3);
    pair.source().with("SeedRateLimit", "4M");
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  /** Without an orchestrator, which ends the other side as soon as one does not answer. */
  private void seedToTheMiddle() throws IOException {
    pair.call(SeedPair.SOURCE, "mountlv?lv=" + pair.snapshot());
    pair.call(SeedPair.TARGET, "delete-mysql-datadir");
    pair.call(SeedPair.TARGET, "receive-mysql-seed-data/" + SEED);
    pair.call(SeedPair.SOURCE, "send-mysql-seed-data/" + SeedPair.TARGET + "/" + SEED);
    awaitMiddle();
  }

  private void awaitMiddle() {
    await("the seed is in its middle")
        .atMost(MINUTES)
        .failFast(() -> assertThat(seedOf(SeedPair.SOURCE).path("Reason").asText()).isEmpty())
        .until(() -> seedOf(SeedPair.TARGET).path("Bytes").asLong() >= MIDDLE);
  }

  private JsonNode seedOf(String host) throws IOException {
    return JSON.readTree(pair.call(host, "seeds")).path(0);
  }

  private void awaitEnd(String host, String state) {
    await(host + " is over")
        .atMost(MINUTES)
        .untilAsserted(
            () ->
                assertThat(seedOf(host).path("State").asText())
                    .as(() -> pair.logs())
                    .isEqualTo(state));
  }

  @Test
  void completesASeedWhoseTargetsAgentWasKilledAndStartedAgain() throws Exception {
    pair.with("SeedReconnectSeconds", 100).start();
    seedToTheMiddle();

    pair.targetAgent().kill();
    pair.startTarget();

    assertThat(pair.targetAgent().log()).contains("it goes on if its sender comes again");
    awaitEnd(SeedPair.TARGET, "SUCCEEDED");
    awaitEnd(SeedPair.SOURCE, "SUCCEEDED");
    assertThat(pair.sourceAgent().log()).contains("was started anew in the middle of seed " + SEED);
    pair.requireSameData(TreeComparison.exact());
    await("what was left is gone")
        .atMost(MINUTES)
        .untilAsserted(
            () ->
                assertThat(pair.target().datadir())
                    .isDirectoryNotContaining("glob:**.orchestrator-agent*"));
    pair.call(SeedPair.TARGET, "mysql-start");
    pair.requireQuiet();
  }

  @Test
  void completesASeedWhoseTargetsAgentWasKilledTwice() throws Exception {
    pair.with("SeedReconnectSeconds", 100).start();
    seedToTheMiddle();

    for (int time = 0; time < 2; time++) {
      pair.targetAgent().kill();
      pair.startTarget();
      awaitMiddle();
    }

    awaitEnd(SeedPair.TARGET, "SUCCEEDED");
    awaitEnd(SeedPair.SOURCE, "SUCCEEDED");
    pair.requireSameData(TreeComparison.exact());
  }

  @Test
  void failsTheSourceInTimeIfTheTargetsAgentStaysAway() throws Exception {
    pair.with("SeedReconnectSeconds", 6).start();
    seedToTheMiddle();

    pair.targetAgent().kill();

    await("the source has given up")
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(
            () -> assertThat(seedOf(SeedPair.SOURCE).path("State").asText()).isEqualTo("FAILED"));
    assertThat(seedOf(SeedPair.SOURCE).path("Reason").asText())
        .contains("Could not connect", "within 6.0 s");
  }

  @Test
  void failsTheSeedOfAnAgentThatWasStoppedAndTellsTheSource() throws Exception {
    pair.start();
    seedToTheMiddle();

    assertThat(pair.targetAgent().stop()).isEqualTo(143);

    awaitEnd(SeedPair.SOURCE, "FAILED");
    assertThat(seedOf(SeedPair.SOURCE).path("Reason").asText()).contains("the agent was stopped");
    pair.startTarget();
    assertThat(seedOf(SeedPair.TARGET).path("State").asText()).isEqualTo("FAILED");
  }

  @Test
  void givesTheOldDataBackAfterAFailedSeed() throws Exception {
    Files.delete(pair.target().datadir().resolve("ibdata1"));
    new DatadirGenerator(4711).generate(pair.target().datadir(), 8 << 20);
    Path copy = folder.resolve("old");
    Process cp =
        new ProcessBuilder("cp", "-a", pair.target().datadir().toString(), copy.toString()).start();
    assertThat(cp.waitFor()).isZero();
    pair.with("KeepOldDatadir", true).start();
    seedToTheMiddle();
    assertThat(pair.target().datadir().resolve(".orchestrator-agent-kept")).isDirectory();
    pair.call(SeedPair.SOURCE, "abort-seed/" + SEED);
    awaitEnd(SeedPair.TARGET, "FAILED");

    CommandResult shown = PackagedAgent.command(pair.target(), MINUTES, "datadir", "show");
    CommandResult restored = PackagedAgent.command(pair.target(), MINUTES, "datadir", "restore");

    assertThat(shown.stdout()).contains("is unfinished", "of older data are kept in it since");
    assertThat(restored.succeeded()).as(restored.toString()).isTrue();
    assertThat(restored.stdout()).contains("is as it was before it was deleted");
    var differences =
        TreeComparison.exact().ignoringTheAgentsOwn().compare(copy, pair.target().datadir());
    assertThat(differences.found()).isEmpty();
    assertThat(differences.totals().files()).isPositive();
    pair.call(SeedPair.TARGET, "mysql-start");
    assertThat(PackagedAgent.command(pair.target(), MINUTES, "datadir", "restore").stderr())
        .contains("MySQL is running");
  }
}
