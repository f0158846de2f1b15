package io.orchestrator.agent.command;

import java.util.Optional;

/** Output through pipes; standard output is left to the caller if it is to be streamed. */
final class PipedOutputs implements Outputs {
  private final boolean streamed;
  private final KeptOutput stdout = KeptOutput.stdout();
  private final KeptOutput stderr = KeptOutput.stderr();
  private Optional<PipeReader> stdoutReader = Optional.empty();
  private Optional<PipeReader> stderrReader = Optional.empty();

  PipedOutputs(boolean streamed) {
    this.streamed = streamed;
  }

  @Override
  public void begin(Process process, Runnable onTooMuch) {
    if (!streamed) {
      PipeReader reader = new PipeReader(process.getInputStream(), stdout, onTooMuch);
      reader.begin("command-stdout-" + process.pid());
      stdoutReader = Optional.of(reader);
    }
    PipeReader reader = new PipeReader(process.getErrorStream(), stderr, () -> {});
    reader.begin("command-stderr-" + process.pid());
    stderrReader = Optional.of(reader);
  }

  @Override
  public void finish() {
    stdoutReader.ifPresent(PipeReader::awaitEnd);
    stderrReader.ifPresent(PipeReader::awaitEnd);
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
    return stdout.isTooLong();
  }
}
