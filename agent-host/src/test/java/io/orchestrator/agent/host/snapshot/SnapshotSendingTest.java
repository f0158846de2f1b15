package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.host.fixture.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot with folders of the agent's own in its data. */
class SnapshotSendingTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void keepOldDataInTheSnapshot() throws IOException {
    host = new TestHost(folder);
    host.store().add("one-my");
    Path kept = Files.createDirectory(snapshot().resolve(".orchestrator-agent-kept"));
    Files.writeString(kept.resolve("ibdata1"), "another server's");
  }

  private Path snapshot() {
    return folder.resolve("snapshots/one-my");
  }

  private void sendBy(String command) {
    host.with("SeedTransport", "commands").with("SendSeedDataCommand", command);
  }

  private SnapshotCommands commands() {
    return host.get(SnapshotCommands.class);
  }

  private void assertRefusedToMount() throws Exception {
    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "--exclude='./.orchestrator-agent*'",
        () -> commands().mount(snapshot().toString()));
    assertThat(commands().mounted().mounted()).isFalse();
    assertThat(host.get(SeedMounts.class).note()).isEmpty();
  }

  private void assertMounted() throws Exception {
    assertThat(commands().mount(snapshot().toString()).mounted()).isTrue();
    assertThat(commands().beginSending().data()).isEqualTo(snapshot());
  }

  @Test
  void isRefusedIfTheCommandWouldSendThem() throws Exception {
    sendBy("tar -cf - -C \"$1\" . | nc \"$2\" \"$3\"");

    assertRefusedToMount();
  }

  @Test
  void isRefusedIfTheScriptWouldSendThem() throws Exception {
    Path script = Files.writeString(folder.resolve("send.sh"), "tar -cf - -C \"$1\" . | nc");
    sendBy("bash " + script);

    assertRefusedToMount();
  }

  @Test
  void isRefusedIfNobodyCanReadTheScript() throws Exception {
    sendBy("bash " + folder.resolve("missing.sh") + " /etc/passwd");

    assertRefusedToMount();
  }

  @Test
  void isMountedIfTheCommandLeavesThemOut() throws Exception {
    sendBy("tar -cf - -C \"$1\" --exclude='./.orchestrator-agent*' . | nc \"$2\" \"$3\"");

    assertMounted();
  }

  @Test
  void isMountedIfTheScriptLeavesThemOut() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("send.sh"), "tar -cf - -C \"$1\" --exclude='./.orchestrator-agent*' .");
    sendBy("bash '" + script + "'");

    assertMounted();
  }

  @Test
  void isMountedForATransportThatKnowsThem() throws Exception {
    host.with("SendSeedDataCommand", "tar -cf - -C \"$1\" .");

    assertMounted();
  }

  @Test
  void isMountedIfThereAreNone() throws Exception {
    sendBy("tar -cf - -C \"$1\" .");
    host.store().add("two-my");

    assertThat(commands().mount(folder.resolve("snapshots/two-my").toString()).mounted()).isTrue();
  }

  @Test
  void isNotSentFromAnOperatorsMountEither() throws Exception {
    sendBy("tar -cf - -C \"$1\" .");
    commands().mountToStay(snapshot().toString(), MountAccess.READ_ONLY);

    assertRefused(
        ErrorCode.NOT_CONFIGURED,
        "--exclude='./.orchestrator-agent*'",
        () -> commands().beginSending());
  }
}
