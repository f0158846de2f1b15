package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Path;
import java.util.Optional;

/** A host on which a single program is installed. */
record OneProgram(String name, Path path) implements CommandRunner {
  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return new ProcessRunner(false).run(command);
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    return new ProcessRunner(false).tryRun(command);
  }

  @Override
  public RunningCommand start(Command command) {
    return new ProcessRunner(false).start(command);
  }

  @Override
  public Optional<Path> find(String program) {
    return program.equals(name) ? Optional.of(path) : Optional.empty();
  }
}
