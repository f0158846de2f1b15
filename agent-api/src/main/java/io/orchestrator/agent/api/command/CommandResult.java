package io.orchestrator.agent.api.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a command ended.
 *
 * @param exitCode its exit status; 128 and the signal's number if a signal ended it
 * @param stdout all it wrote to standard output, as UTF-8
 * @param stderr the last 64 KiB it wrote to standard error
 * @param took from start to end
 */
public record CommandResult(int exitCode, String stdout, String stderr, Duration took) {
  /** As system programs, the C library and sudo say it in English. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "permission denied|not permitted|superuser|only root|password is required"
              + "|not allowed to|sudoers|must have a tty|authentication required|access denied",
          Pattern.CASE_INSENSITIVE);

  /** Did it exit with 0? */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * What to throw if this end is a failure: {@code PERMISSION_DENIED}, with what to do, if the
   * program said that it lacks the right, else {@code COMMAND_FAILED}. Programs are understood in
   * English: start them with {@code LC_ALL=C}.
   *
   * @param attempt what was to be done, as in "Could not …", such as "mount /dev/vg/snap on /mnt"
   * @param program what ended this way, such as "mount"
   */
  public AgentException failure(String attempt, String program) {
    String what =
        "Could not %s: %s exited with %d: %s".formatted(attempt, program, exitCode, lastWords());
    return REFUSED.matcher(stderr).find()
        ? new AgentException(
            ErrorCode.PERMISSION_DENIED,
            what
                + ". Run the agent as root, or set ExecWithSudo and let sudo start "
                + program
                + " without a password")
        : new AgentException(ErrorCode.COMMAND_FAILED, what);
  }

  /**
   * The last three lines of standard error, or of standard output if there are none, on one line,
   * without a trailing period.
   */
  public String lastWords() {
    List<String> said = said(stderr).isEmpty() ? said(stdout) : said(stderr);
    String end = String.join("; ", said.subList(Math.max(0, said.size() - 3), said.size()));
    return end.isEmpty() ? "it gave no reason" : end.replaceAll("\\.+$", "");
  }

  private static List<String> said(String text) {
    return text.lines()
        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The lines of standard output without the empty ones. */
  public List<String> lines() {
    return stdout.lines().filter(line -> !line.isBlank()).toList();
  }
}
