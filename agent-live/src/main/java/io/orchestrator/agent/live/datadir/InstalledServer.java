package io.orchestrator.agent.live.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server program on a target. */
public final class InstalledServer {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern VERSION = Pattern.compile("Ver (\\S+)(.*)");

  private InstalledServer() {}

  /**
   * Its version, from {@code --version}.
   *
   * @return empty if there is none on the PATH, or it does not say
   */
  public static Optional<ServerVersion> version(CommandRunner commands)
      throws InterruptedException {
    Optional<Path> program = commands.find("mariadbd").or(() -> commands.find("mysqld"));
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Matcher words =
        VERSION.matcher(
            commands
                .tryRun(Command.of(program.get().toString(), "--version").within(LIMIT))
                .stdout());
    return words.find()
        ? Optional.of(ServerVersion.parse(words.group(1), words.group(2)))
        : Optional.empty();
  }

  /**
   * Refuses files that the target's server could not be started on: those of another family or of a
   * later series.
   *
   * @param source the server that wrote them
   * @throws AgentException {@code UNSUPPORTED}
   */
  public static void requireStarts(CommandRunner commands, ServerVersion source)
      throws InterruptedException {
    Optional<ServerVersion> own = version(commands);
    if (own.isPresent()
        && (own.get().isMariaDb() != source.isMariaDb()
            || !own.get().isAtLeast(source.major(), source.minor(), 0))) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The target has "
              + own.get()
              + ", which can't be started on the files of "
              + source
              + ": install the source's series there");
    }
  }
}
