package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.selftest.FakeServiceManagerTest.Contract;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers with one defect each, and the tests of the contract that show it. */
@Tag("selftest")
class BrokenServiceManagersTest {
  @Test
  void oneThatReturnsTooEarlyFails() {
    assertThat(ContractRun.failuresOf(ReturnsTooEarly.class, "returnsFromStartWhenTheServerRuns"))
        .containsExactly("returnsFromStartWhenTheServerRuns");
  }

  static class ReturnsTooEarly extends Contract {
    @Override
    protected ServiceManager service() {
      return new FakeServiceManager() {
        @Override
        public void start() {}
      };
    }
  }

  @Test
  void oneThatRemembersInsteadOfAskingFails() {
    assertThat(ContractRun.failuresOf(AsksItsMemory.class))
        .containsExactly("seesAServerThatAnEarlierAgentStarted");
  }

  static class AsksItsMemory extends Contract {
    @Override
    protected ServiceManager service() {
      return new FakeServiceManager();
    }
  }

  @Test
  void oneThatIsNotIdempotentFails() {
    assertThat(ContractRun.failuresOf(RefusesASecondStart.class))
        .containsExactly("leavesARunningServerAloneAtStart");
  }

  static class RefusesASecondStart extends Contract {
    private final FakeServiceManager refusing =
        new FakeServiceManager() {
          @Override
          public void start() throws InterruptedException {
            if (status() == ServiceStatus.RUNNING) {
              throw new AgentException(ErrorCode.CONFLICT, "It runs already");
            }
            super.start();
          }
        };

    @Override
    protected ServiceManager service() {
      return refusing;
    }
  }

  @Test
  void oneWhoseServerAlwaysRunsFails() {
    assertThat(
            ContractRun.complaintOf(
                AlwaysRuns.class, "tellsThatAStoppedServerIsStopped", "startsAgainAfterAStop"))
        .contains("status() of a server that does not run");
  }

  static class AlwaysRuns extends Contract {
    @Override
    protected ServiceManager service() {
      return new FakeServiceManager() {
        @Override
        public ServiceStatus status() {
          return ServiceStatus.RUNNING;
        }
      };
    }
  }

  @Test
  void oneThatStopsTooLateFails() {
    assertThat(
            ContractRun.failuresOf(
                DoesNotStop.class,
                "returnsFromStartWhenTheServerRuns",
                "returnsFromStopWhenTheServerHasStopped"))
        .containsExactly("returnsFromStopWhenTheServerHasStopped");
  }

  static class DoesNotStop extends Contract {
    private final FakeServiceManager running =
        new FakeServiceManager() {
          @Override
          public void stop() {}
        };

    @Override
    protected ServiceManager service() {
      return running;
    }
  }

  @Test
  void oneThatRefusesASecondStopFails() {
    assertThat(
            ContractRun.failuresOf(
                RefusesASecondStop.class,
                "returnsFromStopWhenTheServerHasStopped",
                "leavesAStoppedServerAloneAtStop"))
        .contains("leavesAStoppedServerAloneAtStop");
  }

  static class RefusesASecondStop extends Contract {
    private final FakeServiceManager refusing =
        new FakeServiceManager() {
          @Override
          public void stop() throws InterruptedException {
            if (status() == ServiceStatus.STOPPED) {
              throw new AgentException(ErrorCode.CONFLICT, "It is stopped already");
            }
            super.stop();
          }
        };

    @Override
    protected ServiceManager service() {
      return refusing;
    }
  }

  @Test
  void oneThatStartsOnceFails() {
    assertThat(
            ContractRun.failuresOf(
                StartsOnce.class, "startsAgainAfterAStop", "returnsFromStartWhenTheServerRuns"))
        .containsExactly("startsAgainAfterAStop");
  }

  static class StartsOnce extends Contract {
    private final FakeServiceManager once =
        new FakeServiceManager() {
          @Override
          public void start() throws InterruptedException {
            if (starts() == 0) {
              super.start();
            }
          }
        };

    @Override
    protected ServiceManager service() {
      return once;
    }
  }
}
