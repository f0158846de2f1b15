package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.testkit.selftest.FakeServiceManagerTest.Contract;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers that hide or lengthen one failure each. */
@Tag("selftest")
class BrokenServiceFailuresTest {
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
  void oneThatReturnsWhileTheServerGoesOnFails() {
    assertThat(
            ContractRun.complaintOf(
                IgnoresAStubbornServer.class,
                "failsIfTheServerDoesNotStop",
                "returnsFromStopWhenTheServerHasStopped"))
        .contains("a return would let its datadir be deleted");
  }

  static class IgnoresAStubbornServer extends Contract {
    @Override
    protected ServiceManager stubbornService() throws Exception {
      FakeServiceManager stubborn =
          new FakeServiceManager() {
            @Override
            public void stop() {}
          };
      stubborn.start();
      return stubborn;
    }
  }

  @Test
  void oneThatGivesUpTooLateFails() {
    assertThat(
            ContractRun.complaintOf(
                GivesUpLate.class,
                "failsWithTheReasonIfTheServerDoesNotComeUp",
                "returnsFromStartWhenTheServerRuns"))
        .contains("give up before orchestrator does");
  }

  static class GivesUpLate extends Contract {
    @Override
    protected ServiceManager brokenService() {
      return new FakeServiceManager() {
        @Override
        public void start() {
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          throw new AgentException(ErrorCode.COMMAND_FAILED, reasonOfBrokenService());
        }
      };
    }

    @Override
    protected Duration verbLimit() {
      return Duration.ofMillis(200);
    }
  }
}
