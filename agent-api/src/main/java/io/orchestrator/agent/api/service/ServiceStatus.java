package io.orchestrator.agent.api.service;

/** Whether the MySQL server runs. */
public enum ServiceStatus {
  /** It runs, or is on its way up or down. */
  RUNNING,
  /** It does not run. */
  STOPPED
}
