package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets tar be asked for a file that is not there: it sends the rest and a proper end marker. */
final class TarThatFails implements CommandRunner {
  private final ProcessRunner runner = new ProcessRunner(false);

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return runner.run(command);
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    return runner.tryRun(command);
  }

  @Override
  public RunningCommand start(Command command) {
    if (!command.arguments().get(0).equals("tar")) {
      return runner.start(command);
    }
    List<String> line = new ArrayList<>(command.arguments());
    line.add("no-such-file");
    return runner.start(Command.of(line).withoutLimit());
  }

  @Override
  public Optional<Path> find(String program) {
    return runner.find(program);
  }
}
