package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastFailureTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  private java.util.Optional<String> line() {
    return host.get(LastFailure.class).line();
  }

  @Test
  void isAnErrorLineWithTheReason() throws Exception {
    seeds.fail(7, "the peer went away");

    assertThat(line())
        .hasValue(
            "2026-03-01T12:00:00Z [ERROR] orchestrator-agent: seed 7 failed: the peer went away");
  }

  @Test
  void isOneLineWhateverTheReasonHas() throws Exception {
    seeds.fail(7, "first\nsecond [ERROR] " + "x".repeat(5_000));

    assertThat(line().orElseThrow().lines()).hasSize(1);
    assertThat(line().orElseThrow()).hasSizeLessThan(1_200);
  }

  @Test
  void isGoneOnceASeedHasSucceeded() throws Exception {
    seeds.fail(7, "the peer went away");

    seeds.receiveAll(8);

    assertThat(line()).isEmpty();
  }

  @Test
  void isEmptyIfThereWasNoSeed() {
    assertThat(line()).isEmpty();
  }

  @Test
  void tellsOfAReceiveThatCouldNotStart() throws Exception {
    host.service().start();
    io.orchestrator.agent.host.fixture.Refusals.assertRefused(
        io.orchestrator.agent.api.ErrorCode.CONFLICT, "running", () -> seeds.receive(7));

    assertThat(line()).get().asString().contains("MySQL is running");
  }
}
