package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The user that a data directory belongs to, as whom everything runs that reads or writes there:
 * that user can exchange whatever is in it, and root must not run by what it finds.
 */
final class ServerUser {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String ROOT = "root";

  private final List<String> before;
  private final List<String> option;

  private ServerUser(List<String> before, List<String> option) {
    this.before = before;
    this.option = option;
  }

  /**
   * Looks whose it is.
   *
   * @throws AgentException {@code PERMISSION_DENIED} if the agent is neither root nor that user;
   *     {@code TOOL_MISSING} if it can't become that user
   */
  static ServerUser of(CommandRunner commands, Path datadir) throws InterruptedException {
    String owner;
    String uid;
    String group;
    try {
      owner = Files.getOwner(datadir).getName();
      uid = Files.getAttribute(datadir, "unix:uid").toString();
      group = Files.getAttribute(datadir, "unix:gid").toString();
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not look at the datadir " + datadir + ": " + failed, failed);
    }
    String self = System.getProperty("user.name");
    if (self.equals(owner)) {
      // Servers want to be told that they may be root.
      return new ServerUser(List.of(), self.equals(ROOT) ? List.of("--user=" + ROOT) : List.of());
    }
    if (!self.equals(ROOT)) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "The datadir "
              + datadir
              + " belongs to "
              + owner
              + ", so only root or that user can start a server on it, and the agent is "
              + self);
    }
    Path become = ServerPrograms.installed(commands, "setpriv");
    CommandResult known = commands.tryRun(Command.of("id", "-g", uid).within(LIMIT));
    // Who has no name here, as on a volume of another host, has no other groups either.
    String gid = known.succeeded() ? known.stdout().strip() : group;
    String others = known.succeeded() ? "--init-groups" : "--clear-groups";
    return new ServerUser(
        List.of(become.toString(), "--reuid=" + uid, "--regid=" + gid, others, "--"), List.of());
  }

  /** The line of a program that this user runs. */
  List<String> line(List<String> program) {
    List<String> line = new ArrayList<>(before);
    line.addAll(program);
    return line;
  }

  /** What a server wants to be told in addition. */
  List<String> serverOptions() {
    return option;
  }
}
