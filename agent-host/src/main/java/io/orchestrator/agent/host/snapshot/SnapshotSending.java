package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;

/**
 * Can what is mounted for a seed be sent from here? Orchestrator deletes the target's data between
 * the mount and the send, so the mount is the time to say no.
 */
final class SnapshotSending {
  private final Plugins plugins;
  private final SeedConfig config;

  @Inject
  SnapshotSending(Plugins plugins, AgentConfig config) {
    this.plugins = plugins;
    this.config = config.seed();
  }

  /**
   * Refuses a snapshot that the configured transport can't send.
   *
   * @param path as the list of volumes shows it
   * @throws AgentException {@code NOT_CONFIGURED} with what to set
   */
  void require(String path) {
    String transport = config.transport();
    boolean live =
        plugins
            .find(SeedTransport.class, transport)
            .filter(each -> each.content() == SeedContent.LIVE)
            .isPresent();
    if (live) {
      throw refused(
          path,
          "SeedTransport "
              + transport
              + " copies from the running server; set SeedTransport to one that sends snapshots,"
              + " and name live:"
              + transport
              + " in SeedSources");
    }
    if (!config.sends()) {
      throw refused(
          path,
          "SeedTransport is "
              + transport
              + ", but SendSeedDataCommand is not set; set it, or another SeedTransport on all"
              + " hosts");
    }
  }

  private static AgentException refused(String path, String why) {
    return new AgentException(
        ErrorCode.NOT_CONFIGURED,
        "Could not mount "
            + UrlSafePath.show(path)
            + " for a seed, as it could not be sent: "
            + why);
  }
}
