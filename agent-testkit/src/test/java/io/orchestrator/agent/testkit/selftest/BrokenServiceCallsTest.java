package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.selftest.FakeServiceManagerTest.Contract;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Managers that can not be interrupted, or asked by several, in one way each. */
@Tag("selftest")
class BrokenServiceCallsTest {
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

  @Test
  void oneWhoseStatusTakesLongFails() {
    assertThat(
            ContractRun.complaintOf(
                TellsSlowly.class, "tellsTheStatusQuickly", "returnsFromStartWhenTheServerRuns"))
        .contains("it is asked often");
  }

  static class TellsSlowly extends Contract {
    private final FakeServiceManager slow =
        new FakeServiceManager() {
          @Override
          public ServiceStatus status() throws InterruptedException {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            return super.status();
          }
        };

    @Override
    protected ServiceManager service() {
      return slow;
    }

    @Override
    protected Duration statusLimit() {
      return Duration.ofMillis(200);
    }
  }

  @Test
  void oneWhoseStatusWaitsForAStartFails() {
    assertThat(
            ContractRun.complaintOf(
                LocksEverything.class,
                "tellsTheStatusWhileItStarts",
                "stopsStartingWhenItIsInterrupted"))
        .contains("It must not wait for it");
  }

  static class LocksEverything extends Contract {
    @Override
    protected ServiceManager slowService() {
      ServiceManager slow = super.slowService();
      return new FakeServiceManager() {
        @Override
        public synchronized void start() throws InterruptedException {
          slow.start();
        }

        @Override
        public synchronized ServiceStatus status() throws InterruptedException {
          return super.status();
        }
      };
    }

    @Override
    protected Duration statusLimit() {
      return Duration.ofMillis(500);
    }
  }

  @Test
  void oneThatTakesAnInterruptForAFailureFails() {
    assertThat(
            ContractRun.complaintOf(
                BlamesTheServer.class,
                "doesNotBeginToStartOnAnInterruptedThread",
                "returnsFromStartWhenTheServerRuns"))
        .contains("an abort is no failure of the server");
  }

  static class BlamesTheServer extends Contract {
    private final FakeServiceManager blaming =
        new FakeServiceManager() {
          @Override
          public void start() throws InterruptedException {
            try {
              super.start();
            } catch (InterruptedException stopped) {
              throw new AgentException(ErrorCode.COMMAND_FAILED, "It did not come up", stopped);
            }
          }
        };

    @Override
    protected ServiceManager service() {
      return blaming;
    }
  }

  @Test
  void oneThatLeavesItsCommandRunningFails() throws Exception {
    assertThat(
            ContractRun.complaintOf(
                LeavesItsCommand.class,
                "stopsStartingWhenItIsInterrupted",
                "returnsFromStartWhenTheServerRuns"))
        .contains("end what it started");
    LeavesItsCommand.command.destroyForcibly().waitFor();
  }

  static class LeavesItsCommand extends Contract {
    private static Process command;

    @Override
    protected ServiceManager slowService() {
      ServiceManager slow = super.slowService();
      return new FakeServiceManager() {
        @Override
        public void start() throws InterruptedException {
          try {
            command = new ProcessBuilder("sleep", "60").start();
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
          slow.start();
        }
      };
    }
  }

  @Test
  void oneWhoseCheckTakesAnInterruptForALackFails() {
    assertThat(
            ContractRun.complaintOf(
                CallsItselfUnusable.class,
                "tellsAnInterruptFromALackInItsCheck",
                "canBeCheckedAgain"))
        .contains("no reason to call the extension unusable");
  }

  static class CallsItselfUnusable extends Contract {
    @Override
    protected ServiceManager service() {
      return new FakeServiceManager() {
        @Override
        public CheckResult check() {
          return Thread.interrupted()
              ? CheckResult.unusable("systemctl did not answer")
              : super.check();
        }
      };
    }
  }

  @Test
  void oneThatCanNotBeCheckedTwiceAtOnceFails() {
    assertThat(
            ContractRun.complaintOf(
                ChecksAlone.class, "canBeCheckedInSeveralThreadsAtOnce", "canBeCheckedAgain"))
        .contains("share no state without a lock");
  }

  static class ChecksAlone extends Contract {
    @Override
    protected ServiceManager service() {
      return new FakeServiceManager() {
        private final AtomicInteger checks = new AtomicInteger();

        @Override
        public CheckResult check() {
          boolean alone = checks.incrementAndGet() == 1;
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          checks.decrementAndGet();
          return alone ? super.check() : CheckResult.unusable("the answer was another one's");
        }
      };
    }
  }
}
