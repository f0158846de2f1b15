package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotLocator;
import io.orchestrator.agent.testkit.snapshot.SnapshotLocatorContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract; broken ones do not. */
class FakeSnapshotLocatorTest extends SnapshotLocatorContract {
  @Override
  protected SnapshotLocator locator() {
    return new FakeSnapshotLocator(List.of("db1"), List.of("db1", "db2.far-away.example"));
  }

  @Override
  protected SnapshotLocator locatorWithoutHosts() {
    return new FakeSnapshotLocator(List.of(), List.of());
  }

  @Override
  protected SnapshotLocator failingLocator() {
    return new FakeSnapshotLocator(List.of(), List.of()) {
      @Override
      public List<String> hosts(Scope scope) {
        throw new AgentException(ErrorCode.COMMAND_FAILED, "The list could not be fetched");
      }
    };
  }

  @Test
  void oneThatTakesAFailureForNoHostsFails() {
    assertThat(ContractRun.failuresOf(HidesFailures.class))
        .containsExactly("doesNotTakeAFailureForNoHosts");
  }

  @Test
  void oneThatReturnsLinesAsTheyAreFails() {
    assertThat(ContractRun.failuresOf(ReturnsRawLines.class, "namesHostsAsTheirAgentsRegister"))
        .containsExactly("namesHostsAsTheirAgentsRegister");
  }

  @Test
  void oneThatIgnoresTheScopeFails() {
    assertThat(ContractRun.failuresOf(IgnoresScope.class, "tellsTheScopesApart"))
        .containsExactly("tellsTheScopesApart");
  }

  @Test
  void oneThatMissesLocalHostsAmongAllFails() {
    assertThat(
            ContractRun.complaintOf(
                ForgetsLocalHosts.class, "countsTheLocalHostsAmongAll", "tellsTheScopesApart"))
        .contains("must have those of this data centre as well");
  }

  @Test
  void oneThatNamesNoLocalHostFails() {
    assertThat(ContractRun.complaintOf(NamesNoLocalHost.class, "namesHostsInBothScopes"))
        .contains("must name the hosts that it knows");
  }

  @Test
  void oneThatFailsWithoutHostsFails() {
    assertThat(ContractRun.failuresOf(NeedsHosts.class))
        .containsExactly("findsNoHostsWithoutAnError");
  }

  @Test
  void oneThatTakesAnInterruptForAFailureFails() {
    assertThat(ContractRun.complaintOf(BlamesItsCommand.class, "doesNotTakeAnInterruptForAFailure"))
        .contains("must throw InterruptedException, or not notice");
  }

  abstract static class Broken extends SnapshotLocatorContract {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocatorTest().locator();
    }

    @Override
    protected SnapshotLocator locatorWithoutHosts() {
      return new FakeSnapshotLocatorTest().locatorWithoutHosts();
    }

    @Override
    protected SnapshotLocator failingLocator() {
      return new FakeSnapshotLocatorTest().failingLocator();
    }
  }

  static class HidesFailures extends Broken {
    @Override
    protected SnapshotLocator failingLocator() {
      return locatorWithoutHosts();
    }
  }

  static class ReturnsRawLines extends Broken {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocator(List.of("db1 "), List.of("db1 ", ""));
    }
  }

  static class IgnoresScope extends Broken {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocator(List.of("db1", "db2"), List.of("db1", "db2"));
    }
  }

  static class ForgetsLocalHosts extends Broken {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocator(List.of("db1"), List.of("db2", "db3"));
    }
  }

  static class NamesNoLocalHost extends Broken {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocator(List.of(), List.of("db1"));
    }
  }

  static class NeedsHosts extends Broken {
    @Override
    protected SnapshotLocator locatorWithoutHosts() {
      return failingLocator();
    }
  }

  static class BlamesItsCommand extends Broken {
    @Override
    protected SnapshotLocator locator() {
      return new FakeSnapshotLocator(List.of("db1"), List.of("db1", "db2")) {
        @Override
        public List<String> hosts(Scope scope) throws InterruptedException {
          if (Thread.interrupted()) {
            throw new AgentException(ErrorCode.COMMAND_FAILED, "The command was killed");
          }
          return super.hosts(scope);
        }
      };
    }
  }
}
