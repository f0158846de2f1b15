package io.orchestrator.agent.host.snapshot;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that do not tell what they have made. */
class MakeSnapshotTest {
  /** Ends well whatever it does. */
  private class Silent extends FakeSnapshotProvider {
    private final boolean makes;

    Silent(boolean makes) {
      super(host.store(), "-my");
      this.makes = makes;
    }

    @Override
    public Optional<Volume> create() throws InterruptedException {
      if (makes) {
        assertThat(super.create()).isPresent();
      }
      return Optional.empty();
    }
  }

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).without(ExtensionKind.SNAPSHOT_PROVIDER);
    host.store().add("one-my");
  }

  private MakeSnapshot with(FakeSnapshotProvider provider) {
    return host.offering(provider).get(MakeSnapshot.class);
  }

  @Test
  void areFoundOutIfTheyHaveMadeNone() {
    MakeSnapshot make = with(new Silent(false));

    assertRefused(ErrorCode.COMMAND_FAILED, "there is no new snapshot", make::makeAndLook);
  }

  @Test
  void areBelievedByOrchestrator() throws Exception {
    assertThat(with(new Silent(false)).make()).isEmpty();
  }

  @Test
  void areBelievedIfThereIsANewOne() throws Exception {
    assertThat(with(new Silent(true)).makeAndLook()).isEmpty();
  }

  @Test
  void areBelievedIfNobodyCanLook() throws Exception {
    MakeSnapshot make =
        with(
            new Silent(false) {
              @Override
              public List<Volume> list() {
                throw new AgentException(ErrorCode.COMMAND_FAILED, "no");
              }
            });

    assertThat(make.makeAndLook()).isEmpty();
  }
}
