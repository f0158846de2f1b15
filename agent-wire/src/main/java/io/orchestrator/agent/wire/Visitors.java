package io.orchestrator.agent.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Those who have connected and not yet said who they are. There are few at a time: one more makes
 * the oldest leave, so that a crowd that says nothing does not keep the sender out.
 */
final class Visitors implements AutoCloseable {
  private static final int MOST = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Greeting greeting;
  private final Deadlines deadlines;
  private final Greeting.Admission admission;
  private final Deque<Deadlines.Deadline> waiting = new ArrayDeque<>();

  Visitors(Greeting greeting, Deadlines deadlines, Greeting.Admission admission) {
    this.greeting = greeting;
    this.deadlines = deadlines;
    this.admission = admission;
  }

  /** What comes of a visitor. */
  interface Outcome {
    /** It may stay. */
    void welcome(Greeting.Agreed agreed);

    /** It was turned away. */
    void turnedAway(String reason);
  }

  /** Greets one on a thread of its own. */
  void greet(SocketChannel socket, Outcome outcome) {
    Deadlines.Deadline limit = deadlines.closeAfter(socket, PATIENCE);
    synchronized (this) {
      while (waiting.size() >= MOST) {
        waiting.removeFirst().expire();
      }
      waiting.addLast(limit);
    }
    Thread thread = new Thread(() -> greet(socket, limit, outcome), "seed-visitor");
    thread.setDaemon(true);
    thread.start();
  }

  private void greet(SocketChannel socket, Deadlines.Deadline limit, Outcome outcome) {
    boolean stays = false;
    try (limit) {
      Greeting.Agreed agreed = greeting.asReceiver(socket, admission);
      limit.requireTime();
      outcome.welcome(agreed);
      stays = true;
    } catch (IOException e) {
      outcome.turnedAway(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      synchronized (this) {
        waiting.remove(limit);
      }
      if (!stays) {
        close(socket);
      }
    }
  }

  private static void close(SocketChannel socket) {
    new PlainIo(socket).close();
  }

  @Override
  public synchronized void close() {
    waiting.forEach(Deadlines.Deadline::expire);
  }
}
