package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds by the scripts of a Go agent's users, on both sides or on one. */
@Tag("seed")
@RequiresTool({"tar", "nc", "bash"})
class CommandSeedIT {
  @TempDir Path folder;
  private SeedPair pair;

  @BeforeEach
  void make() throws Exception {
    pair = new SeedPair(folder, 24 << 20);
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void seedsFromScriptToScript() throws Exception {
    sendByScript("tar --sparse -cf - -C \"$1\" . | nc -q 0 \"$2\" \"$3\"");
    receiveByScript("nc -l \"$2\" | tar -xf - -C \"$1\"");

    seedsWell(TreeComparison.exact().toTheSecond());
  }

  @Test
  void seedsFromScriptToNetcat() throws Exception {
    sendByScript("tar --sparse -cf - -C \"$1\" . | nc -q 0 \"$2\" \"$3\"");

    seedsWell(TreeComparison.exact().toTheSecond());
  }

  @Test
  void seedsFromNetcatToScript() throws Exception {
    receiveByScript("nc -l \"$2\" | tar -xf - -C \"$1\"");

    seedsWell(TreeComparison.exact());
  }

  @Test
  void failsWithTheScriptsOwnWordsIfItCannotSend() throws Exception {
    sendByScript("echo the backup volume is gone >&2; exit 3");
    pair.source().with("SeedConnectSeconds", 1);
    pair.start();

    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).isFalse();
    assertThat(pair.orchestrator().info(SeedPair.SOURCE).errorLogTail())
        .as(pair.logs())
        .last()
        .asString()
        .contains("[ERROR]", "SendSeedDataCommand", "the backup volume is gone");
    FailedSeed.of(pair, 1).requireSeen();
  }

  /** Users' pipelines go wrong in the middle, and bash tells only with pipefail. */
  @Test
  void failsIfTheScriptsPipelineIsBroken() throws Exception {
    sendByScript("tar -cf - -C \"$1\" . | head -c 9000000 | nc -q 0 \"$2\" \"$3\"");
    receiveByScript("nc -l \"$2\" | tar -xf - -C \"$1\"");
    pair.start();

    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).isFalse();
    FailedSeed.of(pair, 1).requireSeen();
    pair.requireQuiet();
  }

  private void sendByScript(String text) throws IOException {
    Path script = pair.source().script("send", text);
    pair.source().with("SendSeedDataCommand", "bash " + script);
  }

  private void receiveByScript(String text) throws IOException {
    Path script = pair.target().script("receive", text);
    pair.target().with("ReceiveSeedDataCommand", "bash " + script);
  }

  private void seedsWell(TreeComparison comparison) throws Exception {
    pair.start();

    SeedOutcome outcome = pair.seed();

    assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
    pair.requireSameData(comparison);
    assertThat(Files.exists(pair.target().datadir().resolve("ibdata1"))).isTrue();
    pair.requireQuiet();
  }
}
