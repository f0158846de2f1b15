package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.testkit.orchestrator.SeedEvent;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds from a running server, as orchestrator drives them. */
@Tag("seed")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LiveSeedIT {
  private static final String LIVE = "live:" + LivePlugin.ID;
  private static final String DATA = "what the running server has ".repeat(100_000);

  @TempDir Path folder;
  private SeedPair pair;

  @BeforeEach
  void make() throws IOException {
    LivePlugin.buildIn(folder.resolve("plugins"));
    pair = new SeedPair(folder).byTheDefaultTransport();
    pair.with("SeedSecretFile", SecretFiles.in(folder)).with("Plugins", plugins());
    pair.source().with("SeedSources", List.of(LIVE, "snapshots"));
    pair.target().with("SeedReceiveTransports", List.of("stream", LivePlugin.ID));
    Files.writeString(pair.source().datadir().resolve("ibdata1"), DATA);
    Files.writeString(pair.target().datadir().resolve("ibdata1"), "old");
  }

  private Map<String, Object> plugins() {
    return Map.of(
        "Enabled", List.of("commands", "stream", LivePlugin.ID),
        "Directories", List.of(folder.resolve("plugins").toString()));
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  private CommandResult onTarget(String... command) throws InterruptedException {
    return PackagedAgent.command(pair.target(), SeedPair.LIMIT, command);
  }

  @Test
  void copyTheServerAndTellWhereReplicationStarts() throws Exception {
    pair.start();

    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    assertThat(outcome.events()).extracting(SeedEvent::error).containsOnly("");
    assertThat(pair.target().datadir().resolve("ibdata1")).hasContent(DATA);
    assertThat(pair.target().datadir().resolve("finished")).hasContent(SeedPair.SOURCE);
    assertThat(pair.targetInfo().mySqlRunning()).isTrue();
    assertThat(pair.orchestrator().info(SeedPair.SOURCE).mountPoint().mounted()).isFalse();
    String statement =
        "CHANGE MASTER TO MASTER_HOST='127.0.0.3', MASTER_PORT=3307,"
            + " MASTER_LOG_FILE='bin.000003', MASTER_LOG_POS=1234;";
    assertThat(pair.call(SeedPair.TARGET, "seed-metadata/" + outcome.seedId()))
        .contains("\"Transport\":\"copier\"", statement);
    assertThat(onTarget("seeds", "metadata").stdout()).contains(statement, "GTID set 0-1-5");
    pair.requireQuiet();
  }

  @Test
  void leaveTheTargetAloneIfTheServerCanNotBeCopiedAnyMore() throws Exception {
    pair.start();

    SeedOutcome outcome =
        pair.seed(
            event -> {
              if (event.action().startsWith("mounting")) {
                down();
              }
            });

    assertThat(outcome.successful()).isFalse();
    assertThat(outcome.reason()).contains("the server is down");
    assertThat(pair.target().datadir().resolve("ibdata1")).hasContent("old");
    await("it is not offered any more")
        .atMost(SeedPair.LIMIT)
        .until(() -> pair.call(SeedPair.SOURCE, "lvs-snapshots").equals("[]"));
  }

  // Told twice of the step that fails.
  private void down() {
    File mark = pair.source().datadir().resolve(LivePlugin.DOWN).toFile();
    assertThat(mark.mkdir() || mark.exists()).isTrue();
  }

  @Test
  void goOnAfterTheSourcesAgentWasStoppedBetweenChoiceAndSend() throws Exception {
    pair.start();
    pair.call(SeedPair.SOURCE, "mountlv?lv=" + LIVE);
    pair.sourceAgent().stop();
    pair.startSource();

    assertThat(pair.orchestrator().info(SeedPair.SOURCE).mountPoint().mounted()).isTrue();
    pair.call(SeedPair.TARGET, "delete-mysql-datadir");
    pair.call(SeedPair.TARGET, "receive-mysql-seed-data/7");
    pair.call(SeedPair.SOURCE, "send-mysql-seed-data/" + SeedPair.TARGET + "/7");

    await()
        .atMost(SeedPair.LIMIT)
        .until(() -> pair.call(SeedPair.TARGET, "seed-command-completed/7").equals("true"));
    assertThat(pair.call(SeedPair.TARGET, "seed-command-succeeded/7")).isEqualTo("true");
    assertThat(pair.target().datadir().resolve("ibdata1")).hasContent(DATA);
    pair.call(SeedPair.SOURCE, "umount");
  }
}
