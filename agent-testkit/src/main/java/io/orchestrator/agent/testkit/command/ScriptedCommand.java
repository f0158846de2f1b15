package io.orchestrator.agent.testkit.command;

import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A started command that has ended already and left its output. */
final class ScriptedCommand implements RunningCommand {
  /** More than any kernel gives out, so that nobody is signalled by mistake. */
  private static final long NO_PROCESS = Integer.MAX_VALUE;

  private final CommandResult result;
  private final InputStream stdout;

  ScriptedCommand(CommandResult result) {
    this.result = result;
    this.stdout = new ByteArrayInputStream(result.stdout().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long pid() {
    return NO_PROCESS;
  }

  @Override
  public boolean isAlive() {
    return false;
  }

  @Override
  public InputStream stdout() {
    return stdout;
  }

  @Override
  public String stderr() {
    return result.stderr();
  }

  @Override
  public OutputStream stdin() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public CommandResult waitFor() {
    return new CommandResult(result.exitCode(), "", result.stderr(), Duration.ofMillis(1));
  }

  @Override
  public void close() {}
}
