package io.orchestrator.agent.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a sender and a receiver and does harm. */
final class Relay implements AutoCloseable {
  /** What is shorter may be a greeting: damage to that is another matter. */
  private static final int GREETING = 4096;

  private final ServerSocket server;
  private final int target;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private final TreeMap<Long, Harm> harms = new TreeMap<>();
  private final AtomicLong toReceiver = new AtomicLong();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch thawed = new CountDownLatch(1);
  private volatile boolean frozen;
  private volatile boolean refusing;

  /** What happens when so many bytes have gone to the receiver. */
  enum Harm {
    CUT_THIS,
    CUT_ALL,
    FLIP_A_BIT
  }

  private record Pair(Socket sender, Socket receiver) {
    void cut() {
      Relay.close(sender);
      Relay.close(receiver);
    }
  }

  Relay(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  synchronized Relay harm(long afterBytes, Harm harm) {
    harms.put(afterBytes, harm);
    return this;
  }

  /** How many harms were done. */
  int done() {
    return done.get();
  }

  /** How many connections were ever made through it. */
  int connections() {
    return connections.get();
  }

  long bytesToReceiver() {
    return toReceiver.get();
  }

  /** Keeps everything from now on; connections stay as they are. */
  void freeze() {
    frozen = true;
  }

  /** Cuts everything, and each new connection at once. */
  void refuse() {
    refusing = true;
    cutAll();
  }

  void cutAll() {
    List<Pair> now = List.copyOf(pairs);
    boolean unused = pairs.removeAll(now);
    now.forEach(Pair::cut);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket sender = server.accept();
        connections.incrementAndGet();
        if (refusing) {
          sender.close();
          continue;
        }
        Pair pair = new Pair(sender, new Socket(InetAddress.getLoopbackAddress(), target));
        pairs.add(pair);
        daemon(() -> pump(pair, sender, pair.receiver(), true));
        daemon(() -> pump(pair, pair.receiver(), sender, false));
      } catch (IOException e) {
        // The receiver is gone, or the relay.
      }
    }
  }

  private void pump(Pair pair, Socket from, Socket to, boolean towardsReceiver) {
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (frozen) {
          thawed.await();
        }
        if (towardsReceiver && harmed(buffer, read)) {
          break;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException e) {
      // That is how they end.
    }
    pair.cut();
  }

  private synchronized boolean harmed(byte[] buffer, int length) {
    long now = toReceiver.addAndGet(length);
    while (!harms.isEmpty() && harms.firstKey() <= now) {
      if (harms.firstEntry().getValue() == Harm.FLIP_A_BIT && length < GREETING) {
        return false;
      }
      done.incrementAndGet();
      switch (harms.pollFirstEntry().getValue()) {
        case CUT_THIS -> {
          return true;
        }
        case CUT_ALL -> {
          cutAll();
          return true;
        }
        case FLIP_A_BIT -> buffer[length / 2] ^= 4;
      }
    }
    return false;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    thawed.countDown();
    server.close();
    cutAll();
  }
}
