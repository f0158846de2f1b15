package io.orchestrator.agent.host.service;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.plugin.Plugins;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that serves, chosen once: the configured one, else the first candidate that
 * can work on this host.
 */
public final class ChosenServiceManager {
  private static final Logger log = LoggerFactory.getLogger(ChosenServiceManager.class);

  private final Plugins plugins;
  private final List<String> refused = new ArrayList<>();
  private final Optional<ServiceManager> manager;

  @Inject
  ChosenServiceManager(Plugins plugins, AgentConfig config) throws InterruptedException {
    this.plugins = plugins;
    Optional<String> configured = config.plugins().serviceManager();
    this.manager =
        configured.isPresent()
            ? configured.map(name -> plugins.require(ServiceManager.class, name, "ServiceManager"))
            : firstUsable(config.plugins().serviceManagerCandidates());
  }

  private Optional<ServiceManager> firstUsable(List<String> names) throws InterruptedException {
    for (String name : names) {
      CheckResult result = plugins.check(ServiceManager.class, name);
      if (result.usable()) {
        log.info("MySQL is started and stopped by {}: {}", name, result.reason());
        return plugins.find(ServiceManager.class, name);
      }
      refused.add(name + ": " + result.reason());
    }
    log.warn("{}", nothing(refused));
    return Optional.empty();
  }

  /** What to do about it if none can serve, for who checks that before a seed needs it. */
  public static Optional<String> problem(Plugins plugins, AgentConfig config)
      throws InterruptedException {
    if (config.plugins().serviceManagerNamed()) {
      // That it must be there, and can work, is checked like other names in the configuration.
      return Optional.empty();
    }
    Optional<String> implied = config.plugins().serviceManager();
    if (implied.isPresent()) {
      CheckResult result = plugins.check(ServiceManager.class, implied.get());
      return result.usable()
          ? Optional.empty()
          : Optional.of(nothing(List.of(implied.get() + ": " + result.reason())));
    }
    ChosenServiceManager chosen = new ChosenServiceManager(plugins, config);
    return chosen.find().isPresent() ? Optional.empty() : Optional.of(nothing(chosen.refused));
  }

  /** Empty if none is configured and none can work here. */
  Optional<ServiceManager> find() {
    return manager;
  }

  /**
   * The same.
   *
   * @throws AgentException {@code NOT_CONFIGURED} with what to configure
   */
  ServiceManager require() {
    return manager.orElseThrow(
        () -> new AgentException(ErrorCode.NOT_CONFIGURED, nothing(refused)));
  }

  private static String nothing(List<String> refused) {
    String what =
        "No service manager can start and stop MySQL here: set MySQLServiceStatusCommand,"
            + " MySQLServiceStartCommand and MySQLServiceStopCommand";
    return refused.isEmpty()
        ? what
        : what
            + ", or mend what keeps these from working, and start the agent anew; "
            + String.join("; ", refused);
  }
}
