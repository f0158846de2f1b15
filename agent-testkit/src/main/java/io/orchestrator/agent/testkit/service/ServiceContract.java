package io.orchestrator.agent.testkit.service;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** What the parts of {@link ServiceManagerContract} have in common: the managers they test. */
abstract class ServiceContract extends ExtensionContract {
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

  /** Can there be a server that does not stop when it is told to? False only with a reason. */
  protected boolean supportsStubbornServer() {
    return true;
  }

  /**
   * A manager of a running server that does not stop when it is told to; give its stop a short
   * limit. The message of the failure must say that it still runs. Needed unless {@link
   * #supportsStubbornServer()} is false.
   */
  protected ServiceManager stubbornService() throws Exception {
    throw new AssertionError(
        "Override stubbornService(), or supportsStubbornServer() with a reason");
  }

  /** How long status() may take on the machine that runs the tests. */
  protected Duration statusLimit() {
    return Duration.ofSeconds(5);
  }

  /** How long start() and stop() may take: orchestrator waits no longer. */
  protected Duration verbLimit() {
    return Duration.ofSeconds(40);
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

  static Duration sinceNanos(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
