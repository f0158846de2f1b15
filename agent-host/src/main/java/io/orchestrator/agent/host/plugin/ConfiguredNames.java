package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.host.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The extensions that the configuration names: does an enabled plugin offer each? */
final class ConfiguredNames {
  private static final String SOURCES = "SeedSources";
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
    config.seed().liveTransports().forEach(name -> noteLive(problems, plugins, name));
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

  private static void noteLive(List<String> problems, Plugins plugins, String name) {
    note(problems, plugins, SeedTransport.class, name, SOURCES);
    if (plugins.find(SeedTransport.class, name).filter(each -> !isLive(each)).isPresent()) {
      String live =
          plugins.all(SeedTransport.class).stream()
              .filter(ConfiguredNames::isLive)
              .map(SeedTransport::name)
              .collect(Collectors.joining(", "));
      problems.add(
          SOURCES
              + " names \"live:"
              + name
              + "\", but the transport "
              + name
              + " does not copy from a running server; those that do: "
              + (live.isEmpty() ? "none" : live));
    }
  }

  private static boolean isLive(SeedTransport transport) {
    return transport.content() == SeedContent.LIVE && transport.usesWire();
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
