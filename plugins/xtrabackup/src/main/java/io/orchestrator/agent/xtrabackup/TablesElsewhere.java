package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.tool.LongLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables whose data is outside of the datadir. InnoDB's would not come up on the target; behind a
 * link the tool, as root, would read whatever the server's user has made it lead to.
 */
final class TablesElsewhere {
  private TablesElsewhere() {}

  /**
   * Requires that there are none. It looks at each name in the datadir.
   *
   * @throws AgentException {@code UNSUPPORTED} with one of them; {@code TIMED_OUT} after this limit
   */
  static void requireNone(CommandRunner commands, Path datadir, Duration limit)
      throws InterruptedException {
    require(commands.run(search(datadir, limit)), datadir);
  }

  /**
   * Requires that there are none.
   *
   * @param beat told now and then that it goes on
   * @throws AgentException as above
   */
  static void requireNone(CommandRunner commands, Path datadir, Duration limit, LongLook.Beat beat)
      throws IOException, InterruptedException {
    CommandResult found = LongLook.run(commands, search(datadir, limit), beat);
    if (!found.succeeded()) {
      throw found.failure("look at the names in " + datadir, "find");
    }
    require(found, datadir);
  }

  private static Command search(Path datadir, Duration limit) {
    // The slash: it may be a link. The race: the server's temporary files come and go.
    List<String> line = new ArrayList<>(List.of("find", datadir + "/", "-ignore_readdir_race"));
    line.addAll(List.of("-mindepth", "1", "-type", "l"));
    // Links that no tool reads. By name: where a link leads can change after the look.
    line.addAll(List.of("!", "(", "!", "-path", literal(datadir) + "/*/*"));
    line.addAll(List.of("(", "-name", "*.err", "-o", "-name", "*.log"));
    line.addAll(List.of("-o", "-name", "*.sock", "-o", "-name", "*.pid", ")"));
    line.addAll(List.of("!", "-name", "aria_log*", "!", "-name", "ib_logfile*", ")"));
    line.addAll(List.of("-printf", "%p is a link to %l", "-quit"));
    line.addAll(List.of("-o", "!", "-type", "l", "-name", "*.isl"));
    line.addAll(List.of("-printf", "%p is of a table made with DATA DIRECTORY", "-quit"));
    return Command.of(line).within(limit).asRoot();
  }

  private static String literal(Path path) {
    return path.toString().replaceAll("[\\\\*?\\[\\]]", "\\\\$0");
  }

  private static void require(CommandResult found, Path datadir) {
    if (!found.stdout().isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed from the running server: "
              + found.stdout().replaceAll("\\p{Cntrl}+", " ")
              + ", and what is elsewhere is not copied: move it into "
              + datadir);
    }
  }
}
