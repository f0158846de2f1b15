package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The extensions that the configuration names: does an enabled plugin offer each, and can those
 * that must serve work on this host?
 */
final class ConfiguredNames {
  private static final String SOURCES = "SeedSources";
  private static final String RECEIVABLE = "SeedReceiveTransports";

  /** An extension that a key names. */
  private record Named(ExtensionKind kind, String name, String key) {
    boolean names(LoadedExtension loaded) {
      return loaded.kind() == kind && loaded.name().equals(name);
    }
  }

  private final AgentConfig config;
  private final Plugins plugins;
  private final ExtensionChecks checks;
  private final DisabledOffers disabled;

  ConfiguredNames(
      AgentConfig config, Plugins plugins, ExtensionChecks checks, DisabledOffers disabled) {
    this.config = config;
    this.plugins = plugins;
    this.checks = checks;
    this.disabled = disabled;
  }

  /** What is wrong, one line each. */
  List<String> problems() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (Named named : serving()) {
      note(problems, named);
      unusable(named).ifPresent(problems::add);
    }
    if (!config.plugins().serviceManagerNamed() && config.plugins().serviceManager().isPresent()) {
      note(problems, serviceManager());
    }
    for (String name : config.plugins().serviceManagerCandidatesNamed()) {
      note(problems, new Named(ExtensionKind.SERVICE_MANAGER, name, "ServiceManagerCandidates"));
    }
    for (String name : config.seed().liveTransports()) {
      noteLive(problems, name);
    }
    for (String name : config.wire().receiveTransports()) {
      noteReceivable(problems, name);
    }
    return problems;
  }

  /** What is named in vain, which does not keep the rest from serving. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    noteLiveForSnapshots(warnings);
    if (config.wire().authenticated()) {
      return warnings;
    }
    for (String name : config.seed().liveTransports()) {
      if (offersLive(name)) {
        warnings.add(unproven(SOURCES, SeedConfig.LIVE + name, "it is not offered for seeds"));
      }
    }
    for (String name : config.wire().receiveTransports()) {
      if (offersLive(name)) {
        warnings.add(unproven(RECEIVABLE, name, "no seed is received by it"));
      }
    }
    return warnings;
  }

  private boolean offersLive(String name) {
    return plugins.find(SeedTransport.class, name).filter(ConfiguredNames::isLive).isPresent();
  }

  private static String unproven(String key, String name, String so) {
    return key
        + " names \""
        + name
        + "\", but "
        + so
        + ": the target's server executes what is sent, so the agents must prove who they are; set"
        + " SeedSecretFile or SeedTls on both";
  }

  /** Does the configuration name it as one that must work? */
  boolean mustWork(LoadedExtension loaded) {
    return !isLive(loaded) && serving().stream().anyMatch(named -> named.names(loaded));
  }

  private List<Named> serving() {
    List<Named> serving = new ArrayList<>();
    serving.add(
        new Named(ExtensionKind.SEED_TRANSPORT, config.seed().transport(), "SeedTransport"));
    if (config.plugins().serviceManagerNamed()) {
      serving.add(serviceManager());
    }
    for (String name : config.snapshots().providers()) {
      serving.add(new Named(ExtensionKind.SNAPSHOT_PROVIDER, name, "SnapshotProviders"));
    }
    return serving;
  }

  private Named serviceManager() {
    String name = config.plugins().serviceManager().orElse("");
    return new Named(ExtensionKind.SERVICE_MANAGER, name, "ServiceManager");
  }

  private Optional<String> unusable(Named named) throws InterruptedException {
    Optional<LoadedExtension> loaded = plugins.extensions().filter(named::names).findFirst();
    // Whether a running server can be copied changes with that server: said, but no reason to stop.
    if (loaded.isEmpty() || isLive(loaded.get())) {
      return Optional.empty();
    }
    CheckResult result = checks.of(loaded.get());
    return result.usable()
        ? Optional.empty()
        : Optional.of(
            named.key()
                + " names \""
                + named.name()
                + "\", which can't work on this host: "
                + result.reason()
                + " (plugin "
                + loaded.get().pluginId()
                + "); there is: "
                + states(named));
  }

  /** The others of that kind, each with whether it can work. */
  private String states(Named named) throws InterruptedException {
    List<String> states = new ArrayList<>();
    for (LoadedExtension other : plugins.extensions().toList()) {
      if (other.kind() == named.kind() && !other.name().equals(named.name())) {
        states.add(other.name() + (checks.of(other).usable() ? "" : " (can't work either)"));
      }
    }
    return states.isEmpty() ? "no other" : String.join(", ", states);
  }

  private static boolean isLive(LoadedExtension loaded) {
    return loaded.extension() instanceof SeedTransport transport && isLive(transport);
  }

  private static boolean isLive(SeedTransport transport) {
    return transport.content() == SeedContent.LIVE;
  }

  /** A host that only receives needs nothing that sends snapshots; mounts for a seed refuse. */
  private void noteLiveForSnapshots(List<String> warnings) {
    String name = config.seed().transport();
    if (config.seed().sources().contains(SeedConfig.SNAPSHOTS) && offersLive(name)) {
      warnings.add(
          "SeedTransport names \""
              + name
              + "\", which copies from the running server, but "
              + SOURCES
              + " has snapshots: set SeedTransport to one that sends snapshots, such as stream; "
              + SOURCES
              + " with live:"
              + name
              + " sends by it, and "
              + RECEIVABLE
              + " with "
              + name
              + " lets a target receive by it");
    }
  }

  private void noteReceivable(List<String> problems, String name) throws InterruptedException {
    note(problems, new Named(ExtensionKind.SEED_TRANSPORT, name, RECEIVABLE));
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

  private void noteLive(List<String> problems, String name) throws InterruptedException {
    note(problems, new Named(ExtensionKind.SEED_TRANSPORT, name, SOURCES));
    if (plugins.find(SeedTransport.class, name).filter(each -> !copiesServer(each)).isPresent()) {
      String live =
          plugins.all(SeedTransport.class).stream()
              .filter(ConfiguredNames::copiesServer)
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

  private static boolean copiesServer(SeedTransport transport) {
    return isLive(transport) && transport.usesWire();
  }

  private void note(List<String> problems, Named named) throws InterruptedException {
    try {
      plugins.require(named.kind().point(), named.name(), named.key());
    } catch (AgentException missing) {
      problems.add(missing.getMessage() + disabled.hint(named.kind(), named.name()));
    }
  }
}
