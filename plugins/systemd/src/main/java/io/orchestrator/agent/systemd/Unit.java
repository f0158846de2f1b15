package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * A unit as {@code systemctl show} tells of it.
 *
 * @param properties by name; those that an old systemd lacks are not in it
 */
record Unit(Map<String, String> properties) {
  /** Which properties are asked for. */
  static final String PROPERTIES =
      "Id,LoadState,ActiveState,SubState,Job,MainPID,Result,StatusText,SourcePath";

  static Unit parse(String text) {
    Map<String, String> properties = new TreeMap<>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line -> {
              int end = line.indexOf('=');
              properties.put(line.substring(0, end), line.substring(end + 1).strip());
            });
    return new Unit(Map.copyOf(properties));
  }

  private String property(String name) {
    return properties.getOrDefault(name, "");
  }

  /** Its name; another than the one asked for if that was an alias. */
  String id() {
    return property("Id");
  }

  /** The process id of what it has started; "0" if it runs none. */
  String mainPid() {
    return properties.getOrDefault("MainPID", "0");
  }

  boolean isLoaded() {
    return property("LoadState").equals("loaded");
  }

  /** A server may run although the file of its unit has gone. */
  boolean isKnown() {
    return isLoaded() || isUpOrOnItsWay();
  }

  /** Does it run, neither on its way up nor down? */
  boolean isUp() {
    return switch (property("ActiveState")) {
      case "active", "reloading", "refreshing" -> !hasExited();
      default -> false;
    };
  }

  /** Does it neither run, nor is it on its way up or down, nor about to be started? */
  boolean isDown() {
    return !isUpOrOnItsWay() && !hasJob();
  }

  /** It counts as active, but none of its processes is left. */
  boolean hasExited() {
    return property("ActiveState").equals("active") && property("SubState").equals("exited");
  }

  private boolean hasJob() {
    return !property("Job").isEmpty() && !property("Job").equals("0");
  }

  private boolean isUpOrOnItsWay() {
    return switch (property("ActiveState")) {
      case "active", "reloading", "refreshing", "activating", "deactivating" -> true;
      default -> false;
    };
  }

  /**
   * Does the server run?
   *
   * @throws AgentException if systemd does not know
   */
  ServiceStatus status() {
    if (hasExited()) {
      return statusWithoutProcess();
    }
    if (isUpOrOnItsWay() || hasJob()) {
      return ServiceStatus.RUNNING;
    }
    return switch (property("ActiveState")) {
      case "inactive", "failed" -> ServiceStatus.STOPPED;
      default -> throw unknown("systemd says that " + this);
    };
  }

  /** Units made of init scripts stay active when the server has gone; others have it elsewhere. */
  private ServiceStatus statusWithoutProcess() {
    if (property("SourcePath").startsWith("/etc/init.d/")) {
      return ServiceStatus.STOPPED;
    }
    throw unknown(
        id()
            + " has no process and stays active all the same (RemainAfterExit), so it does not tell"
            + " whether its server runs; use the configured commands instead"
            + " (MySQLServiceStatusCommand and its like)");
  }

  private static AgentException unknown(String why) {
    return new AgentException(
        ErrorCode.UNSUPPORTED, "Cannot tell whether MySQL runs: " + Words.oneLine(why));
  }

  /** For people, as in "mariadb.service is failed (failed, exit-code)". */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(id()).append(" is ").append(property("ActiveState"));
    text.append(" (").append(property("SubState"));
    for (String more : new String[] {"Result", "StatusText"}) {
      if (!property(more).isEmpty() && !property(more).equals("success")) {
        text.append(", ").append(property(more));
      }
    }
    return Words.oneLine(text.append(')').toString());
  }
}
