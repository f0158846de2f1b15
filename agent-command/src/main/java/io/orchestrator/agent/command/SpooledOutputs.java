package io.orchestrator.agent.command;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Output into files: a daemon that stays can go on writing when nobody reads it any more. Nothing
 * is read before the end, so how much it is can't end the command, and does not make it fail.
 */
final class SpooledOutputs implements Outputs {
  private static final Logger log = LoggerFactory.getLogger(SpooledOutputs.class);

  private final Spool stdoutFile;
  private final Spool stderrFile;
  private final KeptOutput stdout = KeptOutput.endOfStdout();
  private final KeptOutput stderr = KeptOutput.stderr();

  SpooledOutputs(Spool stdoutFile, Spool stderrFile) {
    this.stdoutFile = stdoutFile;
    this.stderrFile = stderrFile;
  }

  @Override
  public void begin(Process process, Runnable onTooMuch) {}

  @Override
  public void finish() {
    try (stdoutFile;
        stderrFile) {
      stdoutFile.read(stdout, KeptOutput.STDOUT_LIMIT);
      stderrFile.read(stderr, KeptOutput.STDERR_LIMIT);
    } catch (IOException failed) {
      log.warn("Cannot read the output of a command: {}", failed.getMessage());
    }
  }

  @Override
  public String stdout() {
    return stdout.text();
  }

  @Override
  public String stderr() {
    return stderr.text();
  }

  @Override
  public boolean isTooLong() {
    return false;
  }
}
