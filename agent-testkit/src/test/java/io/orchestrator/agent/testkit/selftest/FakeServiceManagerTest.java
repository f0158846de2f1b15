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

/** The fake keeps the contract. */
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
    protected ServiceManager stubbornService() throws Exception {
      FakeServiceManager stubborn =
          new FakeServiceManager() {
            @Override
            public void stop() {
              throw new AgentException(ErrorCode.COMMAND_FAILED, "The server still runs");
            }
          };
      stubborn.start();
      return stubborn;
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
}
