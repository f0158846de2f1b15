package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backup tool of this host.
 *
 * @param kind its family
 * @param program the tool
 * @param streamer what unpacks its stream
 * @param basedOn the server whose code it has
 */
record BackupTool(ToolKind kind, Path program, Path streamer, ServerVersion basedOn) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern BASED_ON = Pattern.compile("based on (MariaDB|MySQL) server (\\S+)");

  /**
   * The installed one.
   *
   * @throws AgentException {@code TOOL_MISSING}; {@code UNSUPPORTED} if it does not say what it is
   */
  static BackupTool find(CommandRunner commands, ToolKind kind) throws InterruptedException {
    Path program =
        kind.programs().stream()
            .flatMap(name -> commands.find(name).stream())
            .findFirst()
            .orElseThrow(() -> missing(kind, String.join(" or ", kind.programs())));
    Path streamer =
        commands.find(kind.streamer()).orElseThrow(() -> missing(kind, kind.streamer()));
    return new BackupTool(kind, program, streamer, basedOn(commands, program));
  }

  private static AgentException missing(ToolKind kind, String what) {
    return new AgentException(
        ErrorCode.TOOL_MISSING,
        what
            + " is not installed on this host: install the package "
            + kind.packageName()
            + " of the server's series");
  }

  private static ServerVersion basedOn(CommandRunner commands, Path program)
      throws InterruptedException {
    CommandResult result =
        commands.tryRun(
            Command.of(program.toString(), "--version").with("LC_ALL", "C").within(LIMIT));
    Matcher words = BASED_ON.matcher(result.stdout() + "\n" + result.stderr());
    if (!words.find()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          program + " --version does not say what server it is based on: " + result.lastWords());
    }
    return ServerVersion.parse(words.group(2), words.group(1));
  }

  /**
   * Requires that it can copy, or prepare, the data of a server.
   *
   * @throws AgentException {@code UNSUPPORTED} if not
   */
  void requireFits(ServerVersion server) {
    if (!kind.fits(basedOn, server)) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          this
              + " does not fit the data of "
              + server
              + ": install the "
              + kind.programs().get(0)
              + " of series "
              + server.series());
    }
  }

  /** Its name, for messages. */
  String name() {
    return program.getFileName().toString();
  }

  @Override
  public String toString() {
    return name() + " " + basedOn.numbers();
  }
}
