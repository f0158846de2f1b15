package io.orchestrator.agent.api.service;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;

/**
 * Starts and stops the MySQL server. The host calls {@code start} and {@code stop} one at a time.
 */
public interface ServiceManager extends AgentExtension {
  /**
   * Does the server run? Within a few seconds.
   *
   * @throws AgentException if it can't be found out; an unknown state must not read as stopped
   * @throws InterruptedException if the calling thread is interrupted
   */
  ServiceStatus status() throws InterruptedException;

  /**
   * Starts the server and returns when it runs, within 40 seconds if it can. A server that runs
   * already is left alone; that is no error.
   *
   * @throws AgentException {@code COMMAND_FAILED} with the reason if it did not come up
   * @throws InterruptedException if the calling thread is interrupted; the state is unknown then
   */
  void start() throws InterruptedException;

  /**
   * Stops the server and returns when it has stopped, within 40 seconds if it can. A server that is
   * stopped already is left alone; that is no error.
   *
   * @throws AgentException {@code COMMAND_FAILED} with the reason if it still runs
   * @throws InterruptedException if the calling thread is interrupted; the state is unknown then
   */
  void stop() throws InterruptedException;
}
