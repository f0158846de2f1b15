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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
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
    try (SocketChannel channel = SeedSocket.connect(request)) {
      return send(
          request, Channels.newInputStream(channel), Channels.newOutputStream(channel), transfer);
    } catch (IOException failed) {
      throw failure("Connecting to " + request.targetHost(), failed);
    }
  }

  static TransferResult send(
      SendRequest request, InputStream answer, OutputStream out, Transfer transfer)
      throws InterruptedException {
    try {
      return new TransferResult(
          new FolderSender(request.source(), answer, out, transfer).send(),
          "by the fake transport");
    } catch (IOException failed) {
      throw failure("Sending " + request.source() + " to " + request.targetHost(), failed);
    }
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    try (SocketChannel channel = SeedSocket.accept(request, transfer)) {
      return receive(
          request, Channels.newInputStream(channel), Channels.newOutputStream(channel), transfer);
    } catch (IOException failed) {
      throw failure("Listening on port " + request.port(), failed);
    }
  }

  static TransferResult receive(
      ReceiveRequest request, InputStream in, OutputStream answer, Transfer transfer)
      throws InterruptedException {
    try {
      return new TransferResult(
          new FolderReceiver(request.datadir(), in, answer, transfer).receive(),
          "by the fake transport");
    } catch (IOException failed) {
      throw failure("Receiving into " + request.datadir(), failed);
    }
  }

  private static AgentException failure(String what, IOException failed)
      throws InterruptedException {
    if (failed instanceof ClosedByInterruptException || failed instanceof InterruptedIOException) {
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
