package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The connection of the fake transport: channels, because those feel an interrupt. */
final class SeedSocket {
  private SeedSocket() {}

  /** Tries until the limit, for the receiver may not be up yet. */
  static SocketChannel connect(SendRequest request) throws IOException {
    InetSocketAddress target = new InetSocketAddress(request.targetHost(), request.port());
    long deadline = System.nanoTime() + request.connectLimit().toNanos();
    while (true) {
      try {
        return SocketChannel.open(target);
      } catch (ClosedByInterruptException interrupted) {
        throw interrupted;
      } catch (IOException refused) {
        if (System.nanoTime() - deadline > 0) {
          throw refused;
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  static SocketChannel accept(ReceiveRequest request, Transfer transfer) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(
          request.listenAddress().isEmpty()
              ? new InetSocketAddress(request.port())
              : new InetSocketAddress(request.listenAddress(), request.port()));
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      transfer.phase("waiting for the sender");
      transfer.listening();
      selector.select(Math.max(1, request.connectLimit().toMillis()));
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      SocketChannel channel = server.accept();
      if (channel == null) {
        throw new AgentException(
            ErrorCode.PEER_FAILED,
            "No sender connected to port " + request.port() + " within " + request.connectLimit());
      }
      channel.configureBlocking(true);
      return channel;
    }
  }
}
