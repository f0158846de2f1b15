package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.live.tool.ToolLog;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a program of the tool's family has ended, and what that means for the seed. */
final class ToolEnd {
  private static final Pattern SUCCESS = Pattern.compile("completed OK!$");
  private static final Pattern ERROR =
      Pattern.compile(
          "(?i)error|fatal|failed|can't|cannot|denied|not found|no space|invalid|aborting"
              + "|does not exist|did not exist|do not exist|lost connection|gone away");
  private static final Pattern FULL =
      Pattern.compile("(?i)no space left|errno: 28\\b|errcode: 28\\b|disk full");
  private static final Pattern REFUSED = Pattern.compile("(?i)permission denied|errcode: 13\\b");

  private ToolEnd() {}

  /**
   * Waits for the end of the backup tool and requires that its log ends with success too: it has
   * been seen to exit with 0 otherwise.
   *
   * @param attempt what was to be done, as in "Could not …"
   */
  static void requireSuccess(RunningCommand tool, String attempt, String name, Transfer transfer)
      throws InterruptedException {
    CommandResult result = tool.waitFor();
    ToolLog log = ToolLog.of(result.stderr());
    if (!result.succeeded() || !log.endsWith(SUCCESS)) {
      throw failure(
          attempt,
          name
              + (result.succeeded()
                  ? " exited with 0, but its log does not end with \"completed OK!\""
                  : " exited with " + result.exitCode()),
          log,
          transfer);
    }
  }

  /**
   * Waits for the end of the program that unpacks, which exits with 0 also where it could not make
   * a file; it says nothing if all went well.
   *
   * @param tookAll did it take all that came?
   */
  static void requireUnpacked(
      RunningCommand streamer, boolean tookAll, String attempt, String name, Transfer transfer)
      throws InterruptedException {
    CommandResult result = streamer.waitFor();
    ToolLog log = ToolLog.of(result.stderr());
    boolean complains = log.lines().stream().anyMatch(line -> ERROR.matcher(line).find());
    if (!result.succeeded() || !tookAll || complains) {
      throw failure(
          attempt,
          name
              + " exited with "
              + result.exitCode()
              + (tookAll ? "" : " before it had taken everything"),
          log,
          transfer);
    }
  }

  private static AgentException failure(
      String attempt, String end, ToolLog log, Transfer transfer) {
    Optional<String> known = transfer.endReason();
    if (known.isPresent()) {
      return new AgentException(ErrorCode.ABORTED, known.get());
    }
    String words = log.lastWords(ERROR);
    return new AgentException(code(words), "Could not " + attempt + ": " + end + ": " + words);
  }

  private static ErrorCode code(String words) {
    if (FULL.matcher(words).find()) {
      return ErrorCode.RESOURCES_EXHAUSTED;
    }
    return REFUSED.matcher(words).find() ? ErrorCode.PERMISSION_DENIED : ErrorCode.COMMAND_FAILED;
  }
}
