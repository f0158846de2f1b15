package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.AgentCall;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent is known to orchestrator within seconds, whatever orchestrator did meanwhile. */
@Tag("seed")
class RegistrationIT {
  private static final String NAME = "127.0.0.2";
  private static final Duration SECONDS = Duration.ofSeconds(15);

  @TempDir Path folder;
  private AgentHost host;
  private StandInOrchestrator orchestrator;
  private PackagedAgent agent;

  @BeforeEach
  void make() throws Exception {
    host = new AgentHost(folder.resolve("host"), NAME);
    orchestrator = StandInOrchestrator.onLoopback();
    host.with("AgentsServer", orchestrator.url());
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
    orchestrator.close();
    assertThat(HostProcesses.of(host.folder())).isEmpty();
  }

  @Test
  void registersSoonAfterAnOrchestratorThatWasDownHasComeUp() throws Exception {
    orchestrator.close();
    agent = PackagedAgent.start(host);
    await("it finds nobody").atMost(SECONDS).until(() -> agent.log().contains("trying again"));

    orchestrator = listeningAt(orchestrator.address());

    assertThat(orchestrator.awaitAgent(NAME, SECONDS)).isEqualTo(agent.row());
  }

  @Test
  void registersAgainAfterARestartOfOrchestratorWithAnEmptyDatabase() throws Exception {
    agent = PackagedAgent.start(host);
    orchestrator.awaitAgent(NAME, SECONDS);

    orchestrator.close();
    orchestrator = listeningAt(orchestrator.address());

    assertThat(orchestrator.awaitAgent(NAME, SECONDS)).isEqualTo(agent.row());
  }

  @Test
  void registersAgainWhenTheDatabaseWasEmptiedBetweenTwoHeartbeats() throws Exception {
    agent = PackagedAgent.start(host);
    orchestrator.awaitAgent(NAME, SECONDS);
    long submits = orchestrator.submits();

    orchestrator.forgetAgents();

    assertThat(orchestrator.awaitAgent(NAME, SECONDS)).isEqualTo(agent.row());
    assertThat(orchestrator.submits()).isEqualTo(submits + 1);
  }

  @Test
  void registersWithEachOfSeveralOrchestrators() throws Exception {
    try (StandInOrchestrator other = StandInOrchestrator.onLoopback()) {
      host.with("AgentsServer", orchestrator.url() + "," + other.url());
      agent = PackagedAgent.start(host);

      assertThat(orchestrator.awaitAgent(NAME, SECONDS)).isEqualTo(agent.row());
      assertThat(other.awaitAgent(NAME, SECONDS)).isEqualTo(agent.row());
      await("heartbeats").atMost(SECONDS).until(() -> other.pings() > 0);
    }
  }

  private static StandInOrchestrator listeningAt(InetSocketAddress address) throws IOException {
    return new StandInOrchestrator(address, new AgentCall(), true);
  }
}
