package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** The hosts that the configured commands print. */
@Extension
public final class LvmSnapshotLocator implements SnapshotLocator {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9._:-]*");

  private final CommandRunner commands;
  private final Settings settings;

  /** Called by the host. */
  public LvmSnapshotLocator(AgentContext context) {
    commands = context.commands();
    settings = context.settings();
  }

  @Override
  public String name() {
    return "lvm";
  }

  /** Running the commands would not be cheap: they may ask the whole fleet. */
  @Override
  public CheckResult check() {
    List<String> configured =
        List.of(LvmPlugin.LOCAL_HOSTS, LvmPlugin.ALL_HOSTS).stream()
            .filter(settings::has)
            .map(Setting::name)
            .toList();
    return CheckResult.usable(
        configured.isEmpty()
            ? "names no host: neither AvailableLocalSnapshotHostsCommand nor"
                + " AvailableSnapshotHostsCommand is set"
            : String.join(", ", configured));
  }

  @Override
  public List<String> hosts(Scope scope) throws InterruptedException {
    Setting<String> setting = scope == Scope.LOCAL ? LvmPlugin.LOCAL_HOSTS : LvmPlugin.ALL_HOSTS;
    Optional<String> command = settings.find(setting);
    if (command.isEmpty()) {
      return List.of();
    }
    List<String> hosts =
        commands.run(Command.shell(command.get())).lines().stream().map(String::strip).toList();
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            "%s printed a line that is no host name: \"%s\""
                .formatted(setting.name(), shortened(host)));
      }
    }
    return hosts.stream().distinct().toList();
  }

  private static String shortened(String line) {
    String printable = line.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }
}
