package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;

/**
 * Copies a folder through a socket, in this process: the least that keeps every promise of {@link
 * SeedTransport}. No compression, no checksum, no authentication; not for production. Tests that
 * need a failure extend it.
 */
public class FakeSeedTransport implements SeedTransport {
  @Override
  public String name() {
    return "fake-seed";
  }

  @Override
  public CheckResult check() throws InterruptedException {
    return CheckResult.usable("Java sockets");
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    String what = "Sending " + request.source() + " to " + request.targetHost();
    try (SocketChannel channel = SeedSocket.connect(request)) {
      return new TransferResult(
          new FolderSender(request.source(), channel, transfer).send(), "by the fake transport");
    } catch (IOException failed) {
      throw failure(what, failed);
    }
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    String what = "Receiving into " + request.datadir();
    try (SocketChannel channel = SeedSocket.accept(request, transfer)) {
      return new TransferResult(
          new FolderReceiver(request.datadir(), channel, transfer).receive(),
          "by the fake transport");
    } catch (IOException failed) {
      throw failure(what, failed);
    }
  }

  private static AgentException failure(String what, IOException failed)
      throws InterruptedException {
    if (failed instanceof ClosedByInterruptException) {
      Thread.interrupted();
      throw new InterruptedException(what + " was interrupted");
    }
    return new AgentException(code(failed), what + " failed: " + failed, failed);
  }

  private static ErrorCode code(IOException failed) {
    if (failed instanceof EOFException) {
      return ErrorCode.CORRUPT_DATA;
    }
    return String.valueOf(failed.getMessage()).contains("No space left")
        ? ErrorCode.RESOURCES_EXHAUSTED
        : ErrorCode.PEER_FAILED;
  }
}
