package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.fixture.TestTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An end of a seed over the agents' own connection from one side: both end, with the reason. */
@Timeout(60)
class WireAbortTest {
  @TempDir Path folder;
  private WireHosts hosts;

  @BeforeEach
  void startEndlessSeed() throws Exception {
    hosts = new WireHosts(folder);
    hosts.sources().sends(WireAbortTest::sendForEver);
    hosts.targets().receives(WireAbortTest::receiveForEver);
    hosts.receive(7);
    hosts.send(7);
    await()
        .atMost(Seeds.SOON)
        .until(() -> hosts.target().get(SeedAnswers.class).all().get(0).bytes() > 1 << 20);
  }

  private static TransferResult sendForEver(Path folder, Transfer transfer) {
    try {
      OutputStream out = transfer.wireSender().output();
      while (true) {
        out.write(new byte[64 << 10]);
      }
    } catch (IOException interrupted) {
      throw new AgentException(ErrorCode.IO_FAILED, "could not send", interrupted);
    }
  }

  private static TransferResult receiveForEver(Path folder, Transfer transfer) {
    byte[] buffer = new byte[64 << 10];
    try {
      for (long total = 0; ; ) {
        total += transfer.wireReceiver().input().read(buffer);
        transfer.transferred(total);
      }
    } catch (IOException interrupted) {
      throw new AgentException(ErrorCode.IO_FAILED, "could not receive", interrupted);
    }
  }

  private void requireEndOf(Seeds here, Seeds peer, String reason) throws Exception {
    assertThat(here.reason(7)).isEqualTo(reason);
    await().atMost(Duration.ofSeconds(5)).until(() -> !peer.state(7).equals("RUNNING"));
    assertThat(peer.reason(7)).contains(reason);
    assertThat(peer.state(7)).isNotEqualTo("SUCCEEDED");
    hosts.awaitOver();
    assertThat(hosts.onTarget().mark()).isPresent();
    hosts.requireQuiet();
    hosts.requireGoodSeed(8);
  }

  @Test
  void theSourceHearsOfAnAbortOnTheTarget() throws Exception {
    hosts.onTarget().abort(7);

    requireEndOf(hosts.onTarget(), hosts.onSource(), "it was aborted on request");
  }

  @Test
  void theTargetHearsOfAnAbortOnTheSource() throws Exception {
    hosts.onSource().abort(7);

    requireEndOf(hosts.onSource(), hosts.onTarget(), "it was aborted on request");
  }

  @Test
  void theSourceHearsThatTheAgentOfTheTargetStops() throws Exception {
    hosts.target().get(SeedShutdown.class).stop();
    hosts.target().restart();

    requireEndOf(hosts.onTarget(), hosts.onSource(), "the agent was stopped");
  }

  @Test
  void mysqlDuGrowsWithWhatArrives() throws Exception {
    DatadirUsage usage = hosts.target().get(DatadirUsage.class);
    long before = usage.bytes();

    assertThat(before).isPositive();
    await().atMost(Seeds.SOON).until(() -> usage.bytes() > before);

    hosts.targets().receives(TestTransport::arrive);
    hosts.onTarget().abort(7);
    hosts.awaitOver();
  }
}
