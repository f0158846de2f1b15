package io.orchestrator.agent.command;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.file.Path;
import java.util.Optional;

/** Starts programs on this host. */
public final class ProcessRunner implements CommandRunner {
  private final ProgramPath path;
  private final Launcher launcher;

  /**
   * A runner with the PATH of the agent.
   *
   * @param execWithSudo are commands that need root started by {@code sudo -n}?
   */
  public ProcessRunner(boolean execWithSudo) {
    this(execWithSudo, Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  ProcessRunner(boolean execWithSudo, String agentsPath) {
    this.path = new ProgramPath(agentsPath);
    this.launcher = new Launcher(path, execWithSudo);
  }

  /**
   * A runner whose processes can be ended together.
   *
   * @param marker a random text by which they are known again, also after a crash of the agent
   */
  public CommandScope scope(String marker) {
    return new CommandScope(this, launcher, marker);
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return succeeded(command, tryRun(command));
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    try (TrackedCommand running = begin(command, false)) {
      return running.waitFor();
    }
  }

  @Override
  public RunningCommand start(Command command) {
    return begin(command, true);
  }

  @Override
  public Optional<Path> find(String program) {
    return path.find(program);
  }

  static CommandResult succeeded(Command command, CommandResult result) {
    if (!result.succeeded()) {
      throw CommandFailure.of(command, result);
    }
    return result;
  }

  private TrackedCommand begin(Command command, boolean streamed) {
    TrackedCommand running = launcher.launch(command, streamed, Optional.empty());
    running.begin(() -> {});
    return running;
  }
}
