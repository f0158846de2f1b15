package io.orchestrator.agent.host.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The line between the agents of a seed that has several connections: it can be held at a number of
 * bytes, and cut. It listens in the receiver's stead, on another port.
 */
final class WireLine implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  private final InetSocketAddress receiver;
  private final ServerSocket listener = new ServerSocket();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private long passed;
  private long heldAt = Long.MAX_VALUE;
  private boolean silent;

  WireLine(String host, int receiverPort) throws IOException {
    receiver = new InetSocketAddress(host, receiverPort);
    listener.setReceiveBufferSize(BUFFER);
    listener.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
    thread("wire-line", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * Lets so many bytes of the sender pass, over all connections, and the rest after {@link #go}.
   */
  synchronized void holdAt(long bytes) {
    heldAt = bytes;
    notifyAll();
  }

  synchronized void go() {
    heldAt = Long.MAX_VALUE;
    notifyAll();
  }

  /** Returns when it holds. */
  void awaitHold() {
    await("the line holds").atMost(SeedPair.LIMIT).until(this::holds);
  }

  private synchronized boolean holds() {
    return passed >= heldAt;
  }

  /** Breaks every connection; further ones are taken. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Breaks one connection. */
  void cutOne() throws IOException {
    sockets.remove(sockets.size() - 1).close();
  }

  /** From now on nothing gets through in either direction, and nobody is told, until the end. */
  synchronized void silence() {
    silent = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException closed) {
        // Either the line is closed, or the receiver is not there: its sender finds out.
      }
    }
  }

  private void connect(Socket sender) throws IOException {
    Socket toReceiver = new Socket();
    sockets.add(sender);
    sockets.add(toReceiver);
    try {
      toReceiver.setSendBufferSize(BUFFER);
      toReceiver.connect(receiver);
    } catch (IOException refused) {
      sender.close();
      throw refused;
    }
    thread("wire-line-forth", () -> pump(sender, toReceiver, true));
    thread("wire-line-back", () -> pump(toReceiver, sender, false));
  }

  private void pump(Socket from, Socket to, boolean held) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length = in.read(buffer);
      while (length >= 0) {
        awaitRoom(length, held);
        out.write(buffer, 0, length);
        length = in.read(buffer);
      }
    } catch (IOException | InterruptedException cut) {
      // Both ends are closed now, which is all that there is to do.
    }
  }

  private synchronized void awaitRoom(int length, boolean held) throws InterruptedException {
    passed += held ? length : 0;
    while (silent || (held && passed >= heldAt)) {
      wait();
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void endSilence() {
    silent = false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    endSilence();
    go();
    cut();
  }
}
