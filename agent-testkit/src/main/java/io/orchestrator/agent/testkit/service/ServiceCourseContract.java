package io.orchestrator.agent.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import org.junit.jupiter.api.Test;

/** The part of {@link ServiceManagerContract} that is about starts and stops that succeed. */
abstract class ServiceCourseContract extends ServiceContract {
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
  void tellsTheStatusQuickly() throws Exception {
    ServiceManager service = service();
    requireQuickStatus(service);
    service.start();
    requireQuickStatus(service);
  }

  private void requireQuickStatus(ServiceManager service) throws Exception {
    long start = System.nanoTime();
    service.status();
    assertThat(sinceNanos(start))
        .as("how long status() takes: a few seconds at most, it is asked often")
        .isLessThan(statusLimit());
  }
}
