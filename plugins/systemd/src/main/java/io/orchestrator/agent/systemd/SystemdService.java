package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Starts and stops MySQL as a unit of systemd. A job that was begun is systemd's to end. */
@Extension
public final class SystemdService implements ServiceManager {
  /** There if systemd is the first process, see sd_booted(3). */
  static final Path BOOTED = Path.of("/run/systemd/system");

  /** The contract's 40 seconds less what it takes to ask before and after. */
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(32);

  private final Systemctl systemctl;
  private final Optional<String> configured;
  private final OwnServer ownServer;
  private final Clock clock;
  private final Path booted;
  private final Duration changeLimit;

  /** For PF4J. */
  public SystemdService(AgentContext context) {
    this(context, BOOTED, CHANGE_LIMIT);
  }

  SystemdService(AgentContext context, Path booted, Duration changeLimit) {
    this.systemctl = new Systemctl(context.commands());
    this.configured = context.settings().find(SystemdPlugin.UNIT);
    this.ownServer = new OwnServer(context.mysql());
    this.clock = context.clock();
    this.booted = booted;
    this.changeLimit = changeLimit;
  }

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    if (!Files.isDirectory(booted)) {
      return CheckResult.unusable("systemd does not run this host: there is no " + booted);
    }
    if (!systemctl.isInstalled()) {
      return CheckResult.unusable("systemctl is not installed");
    }
    try {
      List<Unit> units = known();
      Unit unit = first(units);
      requireOwn(unit);
      ServiceStatus unused = unit.status();
      return CheckResult.usable(unit + others(units));
    } catch (AgentException reason) {
      return CheckResult.unusable(Words.oneLine(reason.getMessage()));
    }
  }

  private static String others(List<Unit> units) {
    return units.size() == 1
        ? ""
        : units.stream()
            .skip(1)
            .map(Unit::id)
            .collect(
                Collectors.joining(
                    ", ", "; there is also ", ", the setting Unit of the plugin chooses"));
  }

  @Override
  public ServiceStatus status() throws InterruptedException {
    return unit().status();
  }

  @Override
  public void start() throws InterruptedException {
    long deadline = System.nanoTime() + changeLimit.toNanos();
    Unit unit = unit();
    if (unit.isUp()) {
      return;
    }
    if (unit.hasExited() && unit.status() == ServiceStatus.STOPPED) {
      // Or systemd would not start what it takes for active.
      change("stop", unit, deadline);
    }
    long begun = clock.instant().getEpochSecond();
    String said = change("start", unit, deadline);
    Unit after = again(unit);
    if (!after.isUp()) {
      throw failure("start", said, after, begun);
    }
  }

  @Override
  public void stop() throws InterruptedException {
    long deadline = System.nanoTime() + changeLimit.toNanos();
    Unit unit = unit();
    if (unit.isDown()) {
      return;
    }
    long begun = clock.instant().getEpochSecond();
    String said = change("stop", unit, deadline);
    Unit after = again(unit);
    if (!after.isDown()) {
      throw failure("stop", said, after, begun);
    }
  }

  /**
   * Starts or stops it.
   *
   * @return what was said about a failure, if there was one; the unit's state tells the outcome
   */
  private String change(String verb, Unit unit, long deadline) throws InterruptedException {
    long left = Math.max(deadline - System.nanoTime(), Duration.ofSeconds(1).toNanos());
    try {
      CommandResult result = systemctl.change(verb, unit.id(), Duration.ofNanos(left));
      if (result.succeeded()) {
        return "";
      }
      AgentException failure = result.failure(verb + " MySQL's " + unit.id(), "systemctl");
      if (failure.code() == ErrorCode.PERMISSION_DENIED) {
        throw failure;
      }
      return "systemctl exited with " + result.exitCode() + ": " + result.lastWords();
    } catch (AgentException failure) {
      if (failure.code() == ErrorCode.TIMED_OUT) {
        return "systemd has not done it within "
            + changeLimit.toSeconds()
            + " s and goes on with it";
      }
      throw failure;
    }
  }

  private AgentException failure(String verb, String said, Unit after, long begun)
      throws InterruptedException {
    return new AgentException(
        ErrorCode.COMMAND_FAILED,
        "Could not "
            + verb
            + " MySQL's "
            + after.id()
            + ": "
            + (said.isEmpty() ? "" : said + "; ")
            + after
            + "; "
            + systemctl.journal(after.id(), begun)
            + ". See also MySQL's error log");
  }

  private Unit again(Unit unit) throws InterruptedException {
    Unit now = systemctl.show(List.of(unit.id())).get(0);
    requireOwn(now);
    return now;
  }

  private Unit unit() throws InterruptedException {
    Unit unit = first(known());
    requireOwn(unit);
    return unit;
  }

  private void requireOwn(Unit unit) throws InterruptedException {
    if (configured.isEmpty()) {
      ownServer.require(unit);
    }
  }

  private List<Unit> known() throws InterruptedException {
    return systemctl.show(names()).stream().filter(Unit::isKnown).toList();
  }

  private Unit first(List<Unit> known) {
    return known.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.NOT_CONFIGURED,
                    "systemd has no unit "
                        + String.join(" or ", names())
                        + " that is loaded (missing, or masked); name the unit of MySQL with the"
                        + " setting Unit of the plugin systemd"));
  }

  private List<String> names() {
    return configured.map(List::of).orElse(SystemdPlugin.NAMES).stream()
        .map(name -> name.endsWith(".service") ? name : name + ".service")
        .toList();
  }
}
