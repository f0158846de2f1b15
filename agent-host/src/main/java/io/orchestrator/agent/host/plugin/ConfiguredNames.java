package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.host.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;

/** The extensions that the configuration names: does an enabled plugin offer each? */
final class ConfiguredNames {
  private static final String RECEIVABLE = "SeedReceiveTransports";

  private final AgentConfig config;

  ConfiguredNames(AgentConfig config) {
    this.config = config;
  }

  List<String> problems(Plugins plugins) {
    List<String> problems = new ArrayList<>();
    note(problems, plugins, SeedTransport.class, config.seed().transport(), "SeedTransport");
    config
        .plugins()
        .serviceManager()
        .ifPresent(name -> note(problems, plugins, ServiceManager.class, name, "ServiceManager"));
    for (String name : config.snapshots().providers()) {
      note(problems, plugins, SnapshotProvider.class, name, "SnapshotProviders");
    }
    config.wire().receiveTransports().forEach(name -> noteReceivable(problems, plugins, name));
    return problems;
  }

  private static void noteReceivable(List<String> problems, Plugins plugins, String name) {
    note(problems, plugins, SeedTransport.class, name, RECEIVABLE);
    if (plugins
        .find(SeedTransport.class, name)
        .filter(transport -> !transport.usesWire())
        .isPresent()) {
      problems.add(
          RECEIVABLE
              + " names \""
              + name
              + "\", which has a connection of its own: a sender can't choose it, only SeedTransport"
              + " can");
    }
  }

  private static void note(
      List<String> problems,
      Plugins plugins,
      Class<? extends AgentExtension> point,
      String name,
      String key) {
    try {
      plugins.require(point, name, key);
    } catch (AgentException missing) {
      problems.add(missing.getMessage());
    }
  }
}
