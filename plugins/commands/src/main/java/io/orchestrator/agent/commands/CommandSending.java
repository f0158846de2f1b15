package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs the send command, again and again as long as it ends without having reached the target. */
final class CommandSending {
  private static final long PAUSE_MILLIS = 300;

  private final Command command;
  private final SendRequest request;
  private final Transfer transfer;
  private final PortWatch ports;
  private String failure = "";

  CommandSending(Command command, SendRequest request, Transfer transfer, PortWatch ports) {
    this.command = command;
    this.request = request;
    this.transfer = transfer;
    this.ports = ports;
  }

  void run() throws InterruptedException {
    transfer.phase("sending by " + CommandsPlugin.SEND.name());
    long deadline = System.nanoTime() + request.connectLimit().toNanos();
    while (!succeeds(deadline)) {
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) > deadline) {
        throw new AgentException(
            ErrorCode.PEER_FAILED,
            CommandsPlugin.SEND.name()
                + " could not reach "
                + request.targetHost()
                + " on port "
                + request.port()
                + " within "
                + request.connectLimit().toSeconds()
                + " s: "
                + failure);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Runs it once.
   *
   * @return false if it failed without having been seen to connect
   */
  private boolean succeeds(long deadline) throws InterruptedException {
    try (SeedProcess process = SeedProcess.start(CommandsPlugin.SEND, command, transfer)) {
      boolean reached = process.await(() -> ports.isReached(request.port()), deadline);
      if (!reached && process.isAlive()) {
        // Slow to give up, or it connects in a way that can't be seen, and is sending.
        long never = System.nanoTime() + Duration.ofDays(365).toNanos();
        reached = process.await(() -> ports.isReached(request.port()), never);
      }
      if (reached) {
        process.finish();
        return true;
      }
      CommandResult result = process.result();
      failure = process.describe(result);
      if (ExitStatus.cannotRun(result)) {
        process.finish();
      }
      return result.succeeded();
    }
  }
}
