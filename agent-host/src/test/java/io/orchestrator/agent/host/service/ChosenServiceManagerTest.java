package io.orchestrator.agent.host.service;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChosenServiceManagerTest {
  private static final class Other extends FakeServiceManager {
    private final String name;
    private final CheckResult result;

    Other(String name, CheckResult result) {
      this.name = name;
      this.result = result;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public CheckResult check() {
      if (result.reason().equals("broken")) {
        throw new IllegalStateException("it broke");
      }
      return result;
    }
  }

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host =
        new TestHost(folder)
            .with("ServiceManager", "")
            .offering(
                new Other("idle", CheckResult.unusable("nothing to manage")),
                new Other("broken", CheckResult.usable("broken")));
  }

  private ChosenServiceManager chosen(String... candidates) {
    host.with("ServiceManagerCandidates", List.of(candidates));
    return host.get(ChosenServiceManager.class);
  }

  @Test
  void theFirstThatCanWorkServes() {
    host.offering(new Other("late", CheckResult.usable("fine")));
    assertThat(chosen("absent", "idle", "broken", "fake-service", "late").require().name())
        .isEqualTo("fake-service");
  }

  @Test
  void theConfiguredOneServesWithoutBeingAsked() {
    host.with("ServiceManager", "idle");
    assertThat(chosen("fake-service").require().name()).isEqualTo("idle");
  }

  @Test
  void whereNoneCanWorkTheErrorSaysWhyAndWhatToSet() {
    ChosenServiceManager chosen = chosen("absent", "idle", "broken");
    assertThat(chosen.find()).isEmpty();
    for (String part :
        List.of(
            "absent: no enabled plugin offers it",
            "idle: nothing to manage",
            "broken: its check failed: ",
            "it broke",
            "set MySQLServiceStatusCommand")) {
      assertRefused(ErrorCode.NOT_CONFIGURED, part, () -> chosen.require());
    }
  }
}
