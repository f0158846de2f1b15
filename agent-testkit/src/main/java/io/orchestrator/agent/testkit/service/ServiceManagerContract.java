package io.orchestrator.agent.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What {@link ServiceManager} promises; a plugin's test extends it. The server may be any program,
 * and the contract leaves it stopped.
 */
public abstract class ServiceManagerContract extends ExtensionContract {
  /** For subclasses. */
  protected ServiceManagerContract() {}

  /** A manager of a server that can be started and is stopped when a test begins; see above. */
  protected abstract ServiceManager service() throws Exception;

  /** A manager of a stopped server that does not come up. */
  protected abstract ServiceManager brokenService() throws Exception;

  /** A text that stands in the message of {@link #brokenService()}'s failure: the reason. */
  protected abstract String reasonOfBrokenService();

  /** Can it be uncertain whether the server runs? False only with a reason. */
  protected boolean supportsUnknownState() {
    return true;
  }

  /**
   * A manager that can't find out whether the server runs, such as with a status command that is
   * not installed. Needed unless {@link #supportsUnknownState()} is false.
   */
  protected ServiceManager serviceOfUnknownState() throws Exception {
    throw new AssertionError(
        "Override serviceOfUnknownState(), or supportsUnknownState() with a reason");
  }

  /** Can its start take long enough to be interrupted? False only with a reason. */
  protected boolean supportsInterrupt() {
    return true;
  }

  /**
   * A manager of a stopped server whose start takes at least twice as long as {@link #patience()}.
   * Needed unless {@link #supportsInterrupt()} is false.
   */
  protected ServiceManager slowService() throws Exception {
    throw new AssertionError("Override slowService(), or supportsInterrupt() with a reason");
  }

  /** How long the manager may take to feel an interrupt. */
  protected Duration patience() {
    return Duration.ofSeconds(6);
  }

  @Override
  protected final AgentExtension extension() throws Exception {
    return service();
  }

  @AfterEach
  void leaveTheServerStopped() throws Exception {
    service().stop();
  }

  @Test
  void tellsThatAStoppedServerIsStopped() throws Exception {
    assertThat(service().status())
        .as("status() of a server that does not run")
        .isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void returnsFromStartWhenTheServerRuns() throws Exception {
    ServiceManager service = service();
    service.start();
    assertThat(service.status())
        .as("status() right after start(): start() must not return before the server runs")
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void returnsFromStopWhenTheServerHasStopped() throws Exception {
    ServiceManager service = service();
    service.start();
    service.stop();
    assertThat(service.status())
        .as("status() right after stop(): stop() must not return while the server still runs")
        .isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void leavesARunningServerAloneAtStart() throws Exception {
    ServiceManager service = service();
    service.start();
    service.start();
    assertThat(service.status())
        .as("start() of a running server must change nothing and be no error")
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void leavesAStoppedServerAloneAtStop() throws Exception {
    ServiceManager service = service();
    service.stop();
    service.stop();
    assertThat(service.status())
        .as("stop() of a stopped server must change nothing and be no error")
        .isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void startsAgainAfterAStop() throws Exception {
    ServiceManager service = service();
    service.start();
    service.stop();
    service.start();
    assertThat(service.status())
        .as("status() after start(), stop(), start()")
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void seesAServerThatAnEarlierAgentStarted() throws Exception {
    service().start();
    assertThat(service().status())
        .as("status() of a new manager: it must ask the server, not its own memory")
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void failsWithTheReasonIfTheServerDoesNotComeUp() throws Exception {
    ServiceManager broken = brokenService();
    AgentException failure =
        assertRefused(
            "start() of a server that does not come up", broken::start, ErrorCode.COMMAND_FAILED);
    assertThat(failure.getMessage())
        .as("the message must give the reason, it is all that an operator gets to see")
        .contains(reasonOfBrokenService());
    assertThat(broken.status())
        .as("status() after a start that failed")
        .isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void doesNotTakeAnUnknownStateForStopped() throws Exception {
    Assumptions.assumeTrue(supportsUnknownState(), "this manager always knows the state");
    ServiceManager uncertain = serviceOfUnknownState();
    assertRefused(
        "status() when it can't be found out (\"stopped\" would let a datadir be deleted)",
        uncertain::status);
  }

  @Test
  void stopsStartingWhenItIsInterrupted() throws Exception {
    Assumptions.assumeTrue(supportsInterrupt(), "a start of this manager can't be interrupted");
    ServiceManager slow = slowService();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread worker = new Thread(() -> outcome.complete(outcomeOfStart(slow)), "contract-start");
    worker.setDaemon(true);
    worker.start();
    worker.join(patience().toMillis() / 4);
    worker.interrupt();
    assertThat(
            outcome.completeOnTimeout("no end", patience().toMillis(), TimeUnit.MILLISECONDS).get())
        .as("start() that is interrupted must end what it started and throw InterruptedException")
        .isEqualTo("InterruptedException");
  }

  private static String outcomeOfStart(ServiceManager manager) {
    try {
      manager.start();
      return "success";
    } catch (InterruptedException expected) {
      return "InterruptedException";
    } catch (RuntimeException unexpected) {
      return unexpected.toString();
    }
  }
}
