package io.orchestrator.agent.api.command;

import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param exitCode its exit status; 128 and the signal's number if a signal ended it
 * @param stdout all it wrote to standard output, as UTF-8
 * @param stderr the last 64 KiB it wrote to standard error
 * @param took from start to end
 */
public record CommandResult(int exitCode, String stdout, String stderr, Duration took) {
  /** Did it exit with 0? */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** The lines of standard output without the empty ones. */
  public List<String> lines() {
    return stdout.lines().filter(line -> !line.isBlank()).toList();
  }
}
