package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Those who have connected and not yet said who they are. There are few at a time: one more makes
 * the oldest of the address that has most of them leave, so that a crowd that says nothing does not
 * keep the sender out.
 */
final class Visitors implements AutoCloseable {
  private static final int MOST = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Greeting greeting;
  private final Deadlines deadlines;
  private final Greeting.Admission admission;
  private final List<Visitor> waiting = new ArrayList<>();
  private boolean closed;

  Visitors(Greeting greeting, Deadlines deadlines, Greeting.Admission admission) {
    this.greeting = greeting;
    this.deadlines = deadlines;
    this.admission = admission;
  }

  private record Visitor(InetAddress address, Deadlines.Deadline limit) {}

  /** What comes of a visitor. */
  interface Outcome {
    /** It may stay. */
    void welcome(Greeting.Agreed agreed);

    /** It was turned away. */
    void turnedAway(String reason);
  }

  /** Greets one on a thread of its own, as soon as there is room for it. */
  synchronized void greet(SocketChannel socket, InetAddress address, Outcome outcome)
      throws InterruptedException {
    while (!closed && waiting.size() >= MOST) {
      oldestOfTheCrowd().limit().expire();
      wait(1000);
    }
    if (closed) {
      new PlainIo(socket).close();
      return;
    }
    Visitor visitor = new Visitor(address, deadlines.closeAfter(socket, PATIENCE));
    waiting.add(visitor);
    Thread thread = new Thread(() -> greet(socket, visitor, outcome), "seed-visitor");
    thread.setDaemon(true);
    thread.start();
  }

  private Visitor oldestOfTheCrowd() {
    Map<InetAddress, Long> crowds =
        waiting.stream()
            .map(Visitor::address)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long most = crowds.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    return waiting.stream()
        .filter(visitor -> Long.valueOf(most).equals(crowds.get(visitor.address())))
        .findFirst()
        .orElseThrow();
  }

  private void greet(SocketChannel socket, Visitor visitor, Outcome outcome) {
    boolean stays = false;
    try (visitor.limit) {
      Greeting.Agreed agreed = welcomed(socket, visitor.limit);
      outcome.welcome(agreed);
      stays = true;
    } catch (IOException e) {
      outcome.turnedAway(reason(e));
    } finally {
      if (!stays) {
        new PlainIo(socket).close();
      }
      leave(visitor);
    }
  }

  private Greeting.Agreed welcomed(SocketChannel socket, Deadlines.Deadline limit)
      throws IOException {
    try {
      Greeting.Agreed agreed = greeting.asReceiver(socket, admission);
      limit.requireTime();
      return agreed;
    } catch (ClosedChannelException e) {
      limit.requireTime();
      throw e;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof SSLException failed) {
      return "the TLS handshake failed: " + TlsFailure.describe(failed);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private synchronized void leave(Visitor visitor) {
    waiting.remove(visitor);
    notifyAll();
  }

  /** Tells one why it is not greeted at all. */
  static void turnAway(SocketChannel socket, String reason) throws IOException {
    try (PlainIo io = new PlainIo(socket)) {
      Greeting.refuse(io, new RefusedException(ErrorCode.UNAUTHORIZED, reason));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.forEach(visitor -> visitor.limit().expire());
    notifyAll();
  }
}
