package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import java.util.concurrent.TimeUnit;

/** Runs the receive command and judges what it has received. */
final class CommandReceiving {
  /** A command that listens unseen, such as in another network namespace, is believed by then. */
  private static final long LISTENING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Command command;
  private final ReceiveRequest request;
  private final Transfer transfer;
  private final PortWatch ports;
  private final ReceivedDatadir datadir;

  CommandReceiving(Command command, ReceiveRequest request, Transfer transfer, PortWatch ports) {
    this.command = command;
    this.request = request;
    this.transfer = transfer;
    this.ports = ports;
    this.datadir = new ReceivedDatadir(request.datadir(), transfer.commands());
  }

  void run() throws InterruptedException {
    // What listens already, on another address perhaps, tells nothing about the command.
    boolean foreign = ports.isListenedOn(request.port());
    transfer.phase("receiving by " + CommandsPlugin.RECEIVE.name());
    try (SeedProcess process = SeedProcess.start(CommandsPlugin.RECEIVE, command, transfer)) {
      boolean unused =
          process.await(
              () -> !foreign && ports.isListenedOn(request.port()),
              System.nanoTime() + LISTENING_NANOS);
      if (process.isAlive()) {
        transfer.listening();
      }
      long deadline = System.nanoTime() + request.connectLimit().toNanos();
      if (!process.await(this::hasSender, deadline) && process.isAlive()) {
        requireSender(foreign);
      }
      process.finish();
    }
    datadir.requirePlausible();
    transfer.phase("syncing to disk");
    datadir.sync();
  }

  private boolean hasSender() {
    return ports.isInUse(request.port()) || !datadir.looksEmpty();
  }

  /** Only a command that is seen to wait is given up; another may work without a connection. */
  private void requireSender(boolean foreign) {
    if (!foreign && ports.isListenedOn(request.port())) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "No sender connected to port "
              + request.port()
              + " within "
              + request.connectLimit().toSeconds()
              + " s, and "
              + CommandsPlugin.RECEIVE.name()
              + " was ended: see the source's log, and whether firewalls let it through");
    }
  }
}
