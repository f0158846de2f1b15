package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Measures with {@code du} as root what the agent's user may not see. */
final class DuCommand {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\\\]");

  private final CommandRunner commands;
  private final Duration limit;

  DuCommand(CommandRunner commands, Duration limit) {
    this.commands = commands;
    this.limit = limit;
  }

  /**
   * The bytes in a directory, without some of its entries.
   *
   * @param atMost how long it may take, if that is less than what it may take in any case
   */
  long bytes(Path directory, Set<String> without, Duration atMost) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("du", "-sb"));
    for (String name : new TreeSet<>(without)) {
      // With the whole path, so that only the entry at the top is meant.
      String path = directory.resolve(name).toString();
      arguments.add("--exclude=" + WILDCARD.matcher(path).replaceAll("\\\\$0"));
    }
    arguments.add(directory.toString());
    Command du =
        Command.of(arguments).asRoot().within(atMost.compareTo(limit) < 0 ? atMost : limit);
    CommandResult result = commands.tryRun(du);
    String sum = result.stdout().replaceFirst("(?s)\\s.*", "");
    // It exits with 1 when a file vanished while it looked; its sum is good all the same.
    boolean good =
        result.succeeded()
            || result.stderr().lines().allMatch(line -> line.endsWith("No such file or directory"));
    if (!good || !sum.matches("\\d{1,18}")) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          du
              + " failed with exit status "
              + result.exitCode()
              + ": "
              + Shown.text(result.stderr().strip()));
    }
    return Long.parseLong(sum);
  }
}
