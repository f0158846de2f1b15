package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts what it is told, but for {@code mysqlbinlog} a shell text that gets the last argument. */
record CatForLogPrinter(String shellText) implements CommandRunner {
  private static final ProcessRunner PROCESSES = new ProcessRunner(false);

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return PROCESSES.run(command);
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    return PROCESSES.tryRun(command);
  }

  @Override
  public RunningCommand start(Command command) {
    List<String> arguments = command.arguments();
    return PROCESSES.start(
        arguments.get(0).equals("mysqlbinlog")
            ? Command.shell(shellText, arguments.get(arguments.size() - 1))
            : command);
  }

  @Override
  public Optional<Path> find(String program) {
    return Optional.of(Path.of("/usr/bin").resolve(program));
  }
}
