package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract; broken ones do not. */
@Tag("selftest")
class FakeServiceManagerTest {
  static class Contract extends ServiceManagerContract {
    final FakeServiceManager server = new FakeServiceManager();

    @Override
    protected ServiceManager service() {
      return server;
    }

    @Override
    protected ServiceManager brokenService() {
      FakeServiceManager broken = new FakeServiceManager();
      broken.breakServer("the tablespace is missing");
      return broken;
    }

    @Override
    protected String reasonOfBrokenService() {
      return "the tablespace is missing";
    }

    @Override
    protected ServiceManager serviceOfUnknownState() {
      return new FakeServiceManager() {
        @Override
        public ServiceStatus status() {
          throw new AgentException(ErrorCode.TOOL_MISSING, "systemctl is not installed");
        }
      };
    }

    @Override
    protected ServiceManager slowService() {
      return new FakeServiceManager() {
        @Override
        public void start() throws InterruptedException {
          assertThat(new CountDownLatch(1).await(10, TimeUnit.SECONDS)).isFalse();
        }
      };
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  @Test
  void theFakeKeepsTheContract() {
    assertThat(ContractRun.failuresOf(Contract.class)).isEmpty();
  }

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
  void oneThatHidesTheReasonFails() {
    assertThat(ContractRun.failuresOf(HidesTheReason.class))
        .containsExactly("failsWithTheReasonIfTheServerDoesNotComeUp");
  }

  static class HidesTheReason extends Contract {
    @Override
    protected ServiceManager brokenService() {
      FakeServiceManager broken = new FakeServiceManager();
      broken.breakServer("exit status 1");
      return broken;
    }
  }

  @Test
  void oneThatTakesUnknownForStoppedFails() {
    assertThat(ContractRun.failuresOf(TakesUnknownForStopped.class))
        .containsExactly("doesNotTakeAnUnknownStateForStopped");
  }

  static class TakesUnknownForStopped extends Contract {
    @Override
    protected ServiceManager serviceOfUnknownState() {
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
  void oneThatDoesNotFeelAnInterruptFails() {
    assertThat(ContractRun.failuresOf(SwallowsInterrupts.class))
        .containsExactly("stopsStartingWhenItIsInterrupted");
  }

  static class SwallowsInterrupts extends Contract {
    @Override
    protected ServiceManager slowService() {
      ServiceManager slow = super.slowService();
      return new FakeServiceManager() {
        @Override
        public void start() {
          try {
            slow.start();
          } catch (InterruptedException swallowed) {
            Thread.currentThread().interrupt();
          }
        }
      };
    }
  }
}
