package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.IOException;

/** One send: tar's output into a connected netcat. */
final class Sending {
  private final Netcat netcat;
  private final TcpSockets sockets;
  private final SendRequest request;
  private final Transfer transfer;
  private long bytes;

  Sending(Netcat netcat, TcpSockets sockets, SendRequest request, Transfer transfer) {
    this.netcat = netcat;
    this.sockets = sockets;
    this.request = request;
    this.transfer = transfer;
  }

  TransferResult run() throws InterruptedException {
    transfer.phase("connecting to " + target());
    try (RunningCommand connection =
        new Connector(netcat, sockets, transfer.commands(), request).connect()) {
      transfer.phase("sending to " + target());
      sendArchive(connection);
      Pipe.closeInput(connection);
      transfer.phase("waiting for the receiver to take the rest");
      CommandResult end = connection.waitFor();
      if (!end.succeeded()) {
        throw peerFailed(end);
      }
    }
    return new TransferResult(bytes, "tar over " + netcat + " to " + target());
  }

  private void sendArchive(RunningCommand connection) throws InterruptedException {
    HeldBackOutput output = new HeldBackOutput(connection.stdin());
    try (RunningCommand tar = transfer.commands().start(Tar.create(request.source()))) {
      Pipe.closeInput(tar);
      int length = Pipe.read(tar.stdout(), output.buffer(), output.filled());
      while (length >= 0) {
        output.added(length);
        bytes += length;
        transfer.transferred(bytes);
        length = Pipe.read(tar.stdout(), output.buffer(), output.filled());
      }
      requireSuccess(tar.waitFor());
      output.release();
    } catch (IOException broken) {
      throw peerFailed(Pipe.end(connection));
    } catch (AgentException failed) {
      tellReceiver(output, connection, failed.getMessage());
      throw failed;
    } catch (InterruptedException stopped) {
      tellReceiver(output, connection, "it was stopped");
      throw stopped;
    }
  }

  /** The receiver can only see that its stream was cut, unless it is told why. */
  private void tellReceiver(HeldBackOutput output, RunningCommand connection, String failure)
      throws InterruptedException {
    try {
      output.fail(transfer.endReason().orElse(failure));
      Pipe.closeInput(connection);
      CommandResult unused = Pipe.end(connection);
    } catch (IOException gone) {
      transfer.phase("failed, and the receiver is gone");
    }
  }

  private void requireSuccess(CommandResult tar) {
    if (!tar.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Sending "
              + request.source()
              + " to "
              + target()
              + " failed, for tar could not read all of it ("
              + Pipe.describe(tar)
              + ")"
              + (tar.exitCode() == 1 ? ": in a snapshot no file may change" : ""));
    }
  }

  private AgentException peerFailed(CommandResult end) {
    return new AgentException(
        ErrorCode.PEER_FAILED,
        "The receiver "
            + target()
            + " went away after about "
            + bytes
            + " bytes, or the connection was cut ("
            + netcat
            + " ended with "
            + Pipe.describe(end)
            + "): see the target's log");
  }

  private String target() {
    return request.targetHost() + " port " + request.port();
  }
}
