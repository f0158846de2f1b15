package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between sender and receiver, so that a test can hold a transfer at a known point in its
 * middle, let it go on, or cut it. The senders' bytes are counted over all connections.
 */
final class Relay implements AutoCloseable {
  /** Small, so that little is on its way when the relay holds. */
  private static final int BUFFER = 32 * 1024;

  private final ServerSocket server;
  private final int receiverPort;
  private final long holdAfter;
  private final AtomicLong passed = new AtomicLong();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /**
   * A relay that accepts at once, and connects to the receiver for each connection.
   *
   * @param holdAfter how many bytes of the senders pass until {@link #release()}
   */
  Relay(int receiverPort, long holdAfter) throws IOException {
    this.receiverPort = receiverPort;
    this.holdAfter = holdAfter;
    server = new ServerSocket();
    server.setReceiveBufferSize(BUFFER);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start("accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many bytes of the senders have passed. */
  long passed() {
    return passed.get();
  }

  /** Waits until so many bytes have passed. */
  boolean awaitHold(Duration limit) throws InterruptedException {
    return held.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void release() {
    released.countDown();
  }

  /** Breaks all connections and takes no more. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    released.countDown();
  }

  private void accept() throws IOException {
    while (true) {
      Socket sender = server.accept();
      sockets.add(sender);
      try {
        Socket receiver = new Socket(InetAddress.getLoopbackAddress(), receiverPort);
        sockets.add(receiver);
        start("out", () -> pump(sender, receiver, true));
        start("back", () -> pump(receiver, sender, false));
      } catch (IOException nobodyListens) {
        sender.close();
      }
    }
  }

  private void pump(Socket from, Socket to, boolean counted)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    try {
      int length;
      while ((length = in.read(buffer)) >= 0) {
        if (counted) {
          passOn(buffer, length, out);
        } else {
          out.write(buffer, 0, length);
        }
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      from.close();
      to.close();
    }
  }

  /** To the byte: a test may cut the last one off. */
  private void passOn(byte[] buffer, int length, OutputStream out)
      throws IOException, InterruptedException {
    long before = passed.getAndAdd(length);
    int free = (int) Math.max(0, Math.min(length, holdAfter - before));
    out.write(buffer, 0, free);
    if (free < length) {
      held.countDown();
      released.await();
      out.write(buffer, free, length - free);
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            },
            "contract-relay-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
