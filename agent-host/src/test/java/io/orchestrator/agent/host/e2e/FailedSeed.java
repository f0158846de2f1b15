package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.AgentCallException;
import java.io.IOException;
import java.time.Duration;

/** What has to be seen of a seed that failed, on the target. */
final class FailedSeed {
  private final SeedPair pair;
  private final long id;

  private FailedSeed(SeedPair pair, long id) {
    this.pair = pair;
    this.id = id;
  }

  static FailedSeed of(SeedPair pair, long id) {
    return new FailedSeed(pair, id);
  }

  /** It is over, has not succeeded, says why, and MySQL can't be started on what there is. */
  void requireSeen() throws IOException {
    await("seed " + id + " is over")
        .atMost(Duration.ofSeconds(30))
        .until(() -> pair.call(SeedPair.TARGET, "seed-command-completed/" + id).equals("true"));
    assertThat(pair.call(SeedPair.TARGET, "seed-command-succeeded/" + id)).isEqualTo("false");
    assertThat(pair.targetInfo().errorLogTail())
        .last()
        .asString()
        .matches(".*\\[ERROR] orchestrator-agent: seed " + id + " (failed|aborted): .{10,}");
    long starts = pair.target().serviceStarts();
    assertThatThrownBy(() -> pair.call(SeedPair.TARGET, "mysql-start"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageContaining("unfinished");
    assertThat(pair.target().serviceStarts()).isEqualTo(starts);
  }
}
