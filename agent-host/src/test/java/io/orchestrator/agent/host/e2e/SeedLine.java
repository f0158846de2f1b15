package io.orchestrator.agent.host.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * The line between sender and receiver, which can be slowed and held. It listens in the receiver's
 * stead, on another port, and buffers as little as it can.
 */
final class SeedLine implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;

  private final InetSocketAddress receiver;
  private final ServerSocket listener = new ServerSocket();
  private long passed;
  private long heldAt = Long.MAX_VALUE;
  private long bytesPerSecond = Long.MAX_VALUE;

  /** Opens it. */
  SeedLine(String host, int receiverPort) throws IOException {
    receiver = new InetSocketAddress(host, receiverPort);
    listener.setReceiveBufferSize(BUFFER);
    listener.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
    thread("seed-line", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on so fast at most. */
  synchronized void slowTo(long speed) {
    bytesPerSecond = speed;
  }

  /**
   * Lets each connection from now on pass exactly so many bytes, and the rest after {@link #go}.
   */
  synchronized void holdAt(long bytes) {
    heldAt = bytes;
  }

  synchronized void go() {
    heldAt = Long.MAX_VALUE;
    bytesPerSecond = Long.MAX_VALUE;
    notifyAll();
  }

  /** How many bytes of the newest connection have passed. */
  synchronized long passed() {
    return passed;
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
    try {
      toReceiver.setSendBufferSize(BUFFER);
      toReceiver.connect(receiver);
    } catch (IOException refused) {
      sender.close();
      throw refused;
    }
    synchronized (this) {
      passed = 0;
    }
    thread("seed-line-forth", () -> pump(sender, toReceiver, true));
    thread("seed-line-back", () -> pump(toReceiver, sender, false));
  }

  private void pump(Socket from, Socket to, boolean held) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length = in.read(buffer, 0, held ? room() : BUFFER);
      while (length >= 0) {
        out.write(buffer, 0, length);
        if (held) {
          count(length);
        }
        length = in.read(buffer, 0, held ? room() : BUFFER);
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException cut) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private synchronized int room() throws InterruptedException {
    while (passed >= heldAt) {
      wait();
    }
    return (int) Math.min(BUFFER, heldAt - passed);
  }

  private synchronized void count(int length) throws InterruptedException {
    passed += length;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(length) / bytesPerSecond;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      if (bytesPerSecond == Long.MAX_VALUE) {
        return;
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // That is what was wanted.
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Connections that are open stay so until one of their ends closes. */
  @Override
  public void close() throws IOException {
    listener.close();
    go();
  }
}
