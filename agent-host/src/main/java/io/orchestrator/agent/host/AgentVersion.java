package io.orchestrator.agent.host;

/** The version of this build. */
public final class AgentVersion {
  private AgentVersion() {}

  /** Such as "1.0.0"; "unknown" outside a packaged jar. */
  public static String text() {
    String version = AgentVersion.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
