package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which reason is told when both the connection and the transport have failed. */
class WireCourseTest {
  @TempDir Path folder;
  private final AgentException lost =
      new AgentException(ErrorCode.PEER_FAILED, "The connection from the sender was lost");
  private final List<String> told = new ArrayList<>();
  private ActiveSeed seed;

  @BeforeEach
  void makeSeed() {
    TestHost host = new TestHost(folder);
    SeedRecord record =
        host.get(SeedRunner.class)
            .newRecord(Seeds.id(7), SeedRecord.Role.RECEIVE, "db1", "wire", folder.toString());
    seed = new ActiveSeed(record, host.get(ProcessRunner.class).scope("marker"), Optional::empty);
  }

  private void run(AgentException failed) throws InterruptedException {
    new WireCourse(seed, () -> Optional.of(lost), why -> told.add(why.getMessage()))
        .run(
            () -> {
              throw failed;
            });
  }

  @Test
  void saysTheConnectionsReasonIfTheTransportFellOverIt() {
    AgentException fallen =
        new AgentException(ErrorCode.IO_FAILED, "could not receive: " + lost.getMessage());

    assertThatThrownBy(() -> run(fallen)).isSameAs(lost);
    assertThat(told).containsExactly(lost.getMessage());
  }

  @Test
  void saysTheTransportsReasonTooIfThatIsAnother() {
    AgentException other = new AgentException(ErrorCode.COMMAND_FAILED, "--prepare failed");

    assertThatThrownBy(() -> run(other))
        .isInstanceOf(AgentException.class)
        .hasMessage("The connection from the sender was lost. The transport: --prepare failed")
        .hasCause(other);
  }
}
