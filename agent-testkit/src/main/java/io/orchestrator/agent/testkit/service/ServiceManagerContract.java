package io.orchestrator.agent.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What {@link ServiceManager} promises; a plugin's test extends it. The server may be any program,
 * and the contract leaves it stopped.
 *
 * <table>
 * <caption>What is asked</caption>
 * <tr><th>of</th><th>tests</th></tr>
 * <tr><td>status()</td><td>tells the truth, also of what another manager started; quick, also while
 * a start is under way; an unknown state is an error</td></tr>
 * <tr><td>start(), stop()</td><td>return when it is so; change nothing that is so already; can be
 * repeated; fail in time, with the reason</td></tr>
 * <tr><td>interrupts</td><td>before and during a start: it ends, with its processes</td></tr>
 * </table>
 */
public abstract class ServiceManagerContract extends ServiceCourseContract {
  /** For subclasses. */
  protected ServiceManagerContract() {}

  @Test
  void failsWithTheReasonIfTheServerDoesNotComeUp() throws Exception {
    ServiceManager broken = brokenService();
    long start = System.nanoTime();
    AgentException failure =
        assertRefused(
            "start() of a server that does not come up", broken::start, ErrorCode.COMMAND_FAILED);
    assertThat(failure.getMessage())
        .as("the message must give the reason, it is all that an operator gets to see")
        .contains(reasonOfBrokenService());
    assertThat(sinceNanos(start))
        .as("how long a start() took that failed: give up before orchestrator does")
        .isLessThan(verbLimit());
    assertThat(broken.status())
        .as("status() after a start that failed")
        .isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void failsIfTheServerDoesNotStop() throws Exception {
    Assumptions.assumeTrue(supportsStubbornServer(), "this manager's servers always stop");
    ServiceManager stubborn = stubbornService();
    long start = System.nanoTime();
    assertRefused(
        "stop() of a server that goes on (a return would let its datadir be deleted)",
        stubborn::stop,
        ErrorCode.COMMAND_FAILED);
    assertThat(sinceNanos(start))
        .as("how long a stop() took that failed: give up before orchestrator does")
        .isLessThan(verbLimit());
    assertThat(stubborn.status())
        .as("status() after a stop that failed")
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void tellsTheStatusWhileItStarts() throws Exception {
    Assumptions.assumeTrue(supportsInterrupt(), "a start of this manager takes no time");
    ServiceManager slow = slowService();
    CallOutcome starting = CallOutcome.of(slow::start);
    starting.endsWithin(patience().dividedBy(4));
    CallOutcome status = CallOutcome.of(slow::status);
    boolean told = status.endsWithin(statusLimit());
    starting.interrupt();
    starting.endsWithin(patience());
    assertThat(told)
        .as("did status() end while start() was under way? It must not wait for it")
        .isTrue();
    assertThat(status.text()).as("status() while start() was under way").isEqualTo("success");
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
    Set<Long> before = children();
    CallOutcome starting = CallOutcome.of(slow::start);
    starting.endsWithin(patience().dividedBy(4));
    starting.interrupt();
    starting.endsWithin(patience());
    assertThat(starting.text())
        .as("start() that is interrupted must end what it started and throw InterruptedException")
        .isEqualTo("InterruptedException");
    assertThat(children())
        .as("processes that run on after start() was interrupted: end what it started")
        .isSubsetOf(before);
  }

  @Test
  void doesNotBeginToStartOnAnInterruptedThread() throws Exception {
    ServiceManager service = service();
    CallOutcome starting = CallOutcome.ofInterrupted(service::start);
    starting.endsWithin(patience());
    assertThat(starting.text())
        .as(
            "start() on a thread that was interrupted before must throw InterruptedException, or"
                + " not notice: an abort is no failure of the server")
        .isIn("InterruptedException", "success");
    if (starting.text().equals("success")) {
      assertThat(service.status())
          .as("status() after a start() that returned, on an interrupted thread")
          .isEqualTo(ServiceStatus.RUNNING);
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
