package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network interface that goes down in the middle of a seed. */
@Tag("seed")
@RequiresRoot
@RequiresTool({"ip", "nsenter"})
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PulledCableIT {
  private static final long BYTES = 40 << 20;
  private static final long SLOW = 10 << 20;
  private static final long HALF = BYTES / 4;
  private static final long SEED = 7;
  private static final Duration SECONDS = Duration.ofSeconds(40);

  @TempDir Path folder;
  private CabledHosts hosts;

  @BeforeEach
  void startASeed() throws Exception {
    hosts = new CabledHosts(folder);
    new DatadirGenerator(3).generate(hosts.snapshot(), BYTES);
    hosts
        .with("SeedCompression", "off")
        .with("SeedRateLimit", SLOW)
        .with("SeedPeerTimeoutSeconds", 3)
        .with("SeedReconnectSeconds", 15)
        .start();
    hosts.source("mountlv?lv=" + hosts.snapshot());
    hosts.target("delete-mysql-datadir");
    hosts.target("receive-mysql-seed-data/" + SEED);
    hosts.source("send-mysql-seed-data/" + hosts.targetAddress() + "/" + SEED);
    await("half of it is there").atMost(SECONDS).until(() -> hosts.received() > HALF);
  }

  @AfterEach
  void stop() {
    hosts.close();
  }

  private void awaitEnd(String state, String sourceReason, String targetReason) {
    await("both sides are over")
        .atMost(SECONDS)
        .untilAsserted(
            () -> {
              assertThat(hosts.source("seeds")).contains(state, sourceReason);
              assertThat(hosts.target("seeds")).contains(state, targetReason);
            });
  }

  @Test
  void isGoneThroughIfItComesBack() throws Exception {
    hosts.pullCable();
    await("the source has noticed")
        .atMost(SECONDS)
        .until(() -> hosts.sourceLog().contains("was lost"));
    hosts.plugCable();

    awaitEnd("SUCCEEDED", "", "");

    var differences =
        TreeComparison.exact()
            .ignoringTheAgentsOwn()
            .compare(hosts.snapshot(), hosts.targetDatadir());
    assertThat(differences.found()).isEmpty();
    assertThat(differences.totals().files()).isPositive();
  }

  @Test
  void failsBothSidesIfItStaysAway() throws Exception {
    hosts.pullCable();

    awaitEnd("FAILED", "Could not connect", "connection");
  }
}
