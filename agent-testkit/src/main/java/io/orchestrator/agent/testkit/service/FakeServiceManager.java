package io.orchestrator.agent.testkit.service;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that exists in memory only. Stopped at first. Tests that need a failure extend it. */
public class FakeServiceManager implements ServiceManager {
  private volatile ServiceStatus status = ServiceStatus.STOPPED;
  private volatile Optional<String> defect = Optional.empty();
  private final AtomicInteger starts = new AtomicInteger();

  /** From now on the server does not come up, for this reason. */
  public void breakServer(String reason) {
    defect = Optional.of(reason);
  }

  /** The server comes up again. */
  public void mendServer() {
    defect = Optional.empty();
  }

  /** How many times the server was really started. */
  public int starts() {
    return starts.get();
  }

  @Override
  public String name() {
    return "fake-service";
  }

  @Override
  public CheckResult check() {
    return CheckResult.usable("a server in memory");
  }

  @Override
  public ServiceStatus status() throws InterruptedException {
    return status;
  }

  @Override
  public void start() throws InterruptedException {
    stopIfInterrupted();
    if (status == ServiceStatus.RUNNING) {
      return;
    }
    defect.ifPresent(
        reason -> {
          throw new AgentException(
              ErrorCode.COMMAND_FAILED, "The server was started and did not come up: " + reason);
        });
    starts.incrementAndGet();
    status = ServiceStatus.RUNNING;
  }

  @Override
  public void stop() throws InterruptedException {
    stopIfInterrupted();
    status = ServiceStatus.STOPPED;
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
