package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;

/** A configured seed command that runs. */
final class SeedProcess implements AutoCloseable {
  private final Setting<String> setting;
  private final RunningCommand running;
  private final OutputTail output;

  private SeedProcess(Setting<String> setting, RunningCommand running, OutputTail output) {
    this.setting = setting;
    this.running = running;
    this.output = output;
  }

  static SeedProcess start(Setting<String> setting, Command command, Transfer transfer) {
    RunningCommand running = transfer.commands().start(command.asRoot().withoutLimit());
    try {
      running.stdin().close();
    } catch (IOException alreadyEnded) {
      // Its exit status tells why.
    }
    return new SeedProcess(setting, running, OutputTail.of(running.stdout()));
  }

  boolean isAlive() {
    return running.isAlive();
  }

  /** Waits for its end and requires that it succeeds. */
  void finish() throws InterruptedException {
    CommandResult result = running.waitFor();
    if (!result.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          setting.name()
              + " failed: "
              + LastWords.of(result.exitCode(), output.text(), result.stderr()));
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
