package io.orchestrator.agent.commands;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("processes")
class CommandSendingTest {
  @TempDir Path folder;

  @Test
  void blamesTheTargetIfTheCommandGivesUpLateWithoutHavingReachedIt() throws Exception {
    CommandSeed seed =
        new CommandSeed(
            FakeAgentContext.in(folder)
                .with("SendSeedDataCommand", "sleep 2; echo timed out >&2; exit 1; :")
                .withCommands(new ProcessRunner(false)));
    SendRequest request =
        new SendRequest(new SeedId(7), folder, "127.0.0.1", unusedPort(), Duration.ofMillis(500));

    try (FakeTransfer transfer = new FakeTransfer()) {
      assertThatThrownBy(() -> seed.send(request, transfer))
          .hasMessageContaining("timed out")
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
    }
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
