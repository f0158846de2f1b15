package io.orchestrator.agent.live.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.tool.LongLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The space that a directory takes. */
public final class DirectorySize {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private DirectorySize() {}

  /**
   * Measures it. Files that come and go meanwhile do no harm.
   *
   * @param beat told now and then that it goes on
   * @return bytes of disk
   * @throws AgentException if it can't be measured
   */
  public static long of(CommandRunner commands, Path directory, LongLook.Beat beat)
      throws IOException, InterruptedException {
    CommandResult result =
        LongLook.run(
            commands,
            Command.of(
                    "du",
                    "--summarize",
                    "--block-size=1",
                    "--one-file-system",
                    // The slash: it may be a link.
                    directory + "/")
                .with("LC_ALL", "C")
                .within(LIMIT)
                .asRoot(),
            beat);
    // It exits with 1 for each file that vanished, and still prints the sum.
    String first = result.stdout().split("\t", 2)[0];
    if (!first.matches("\\d{1,18}")) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED, "Could not measure " + directory + ": " + result.lastWords());
    }
    return Long.parseLong(first);
  }
}
