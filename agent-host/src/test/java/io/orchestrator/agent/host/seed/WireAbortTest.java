package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.concurrent.CountDownLatch;
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

  /** As in a disk that does not answer any more: an interrupt has no effect there. */
  @Test
  void theSourceHearsOfAnAbortThoughTheTargetsThreadHangs() throws Exception {
    hosts.onTarget().abort(7);
    hosts.awaitOver();
    CountDownLatch answers = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    hosts
        .targets()
        .receives(
            (folder, transfer) -> {
              hangs.countDown();
              hangUntil(answers);
              return receiveForEver(folder, transfer);
            });
    hosts.receive(8);
    hosts.send(8);
    hangs.await();
    try {
      assertThatThrownBy(() -> hosts.onTarget().abort(8))
          .hasMessageContaining("its transport does not react");

      await().atMost(Duration.ofSeconds(10)).until(() -> hosts.onSource().completed(8));
      assertThat(hosts.onSource().reason(8)).contains("it was aborted on request");
    } finally {
      answers.countDown();
    }
    hosts.awaitOver();
    hosts.requireQuiet();
  }

  private static void hangUntil(CountDownLatch answers) {
    boolean interrupted = false;
    while (answers.getCount() > 0) {
      try {
        answers.await();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
