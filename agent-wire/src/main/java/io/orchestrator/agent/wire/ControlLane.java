package io.orchestrator.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of ordered bytes, acknowledgements and last words; the same on both sides. It runs on a
 * thread of its own and has another one to read. When the session is over it still says its last
 * word and waits a little for the other side to hang up: one that is hung up upon may lose it.
 */
final class ControlLane implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ControlLane.class);
  private static final Duration PARTING = Duration.ofSeconds(2);

  private final SessionState state;
  private final LinkSource links;
  private final Farewell farewell;
  private final OrderedOutput output;
  private final OrderedInput input;
  private final ControlReader reader;
  private long told;
  private boolean parted;
  private boolean ended;

  /**
   * A lane.
   *
   * @param peersLast how the other side ends what goes well: DONE or BYE
   */
  ControlLane(SessionState state, LinkSource links, Damages damages, FrameType peersLast) {
    this.state = state;
    this.links = links;
    this.farewell = new Farewell(state, peersLast);
    this.output = new OrderedOutput(state);
    this.input = new OrderedInput(state);
    this.reader = new ControlReader(state, input, output, farewell, damages);
  }

  OrderedOutput output() {
    return output;
  }

  OrderedInput input() {
    return input;
  }

  Farewell farewell() {
    return farewell;
  }

  @Override
  public void run() {
    state.run(
        () -> {
          while (!state.isOver()) {
            use(links.next());
          }
        });
    state.run(this::part);
    state.lock.lock();
    try {
      ended = true;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** A failure that could not be told for want of a connection is told on the next one. */
  private void part() throws InterruptedException {
    boolean tells = state.failure().isPresent() && !state.hasFailedThere() && !parted;
    Optional<Link> link = links.last(tells ? PARTING : Duration.ZERO);
    if (link.isPresent()) {
      use(link.get());
    }
  }

  private void use(Link link) throws InterruptedException {
    Thread reading = new Thread(() -> reader.read(link), "seed-control-in");
    reading.setDaemon(true);
    try {
      begin();
      reading.start();
      if (write(link)) {
        reading.join(PARTING.toMillis());
      }
    } catch (IOException e) {
      log.debug("The control connection to {} was lost: {}", link.peer(), e.toString());
      // What the other side said last may have come already.
      reading.join(PARTING.toMillis());
      link.lost(e);
    } finally {
      link.close();
      reading.join();
    }
  }

  private void begin() {
    state.lock.lock();
    try {
      output.rewind();
      told = -1;
      farewell.rewind();
    } finally {
      state.lock.unlock();
    }
  }

  /** What is to be written next. */
  private record Outgoing(FrameHeader header, ByteBuffer payload) {}

  /** Writes until the link is lost or the session over; is there a last word to be waited for? */
  private boolean write(Link link) throws IOException, InterruptedException {
    while (true) {
      Optional<Outgoing> next = await(link);
      if (next.isEmpty()) {
        return parted;
      }
      link.write(next.get().header(), next.get().payload());
      FrameType type = next.get().header().type();
      parted |= type == FrameType.FAIL || type == FrameType.BYE;
    }
  }

  private Optional<Outgoing> await(Link link) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      while (!link.isClosed()) {
        Optional<Outgoing> next = next();
        if (next.isPresent() || state.isOver()) {
          return next;
        }
        state.changed.await();
      }
      return Optional.empty();
    } finally {
      state.lock.unlock();
    }
  }

  private Optional<Outgoing> next() {
    Optional<LastWords> words = farewell.next();
    if (words.isPresent() || state.isOver()) {
      return words.map(last -> new Outgoing(last.header(), last.payload()));
    }
    if (input.readBelow() != told) {
      told = input.readBelow();
      return Optional.of(
          new Outgoing(FrameHeader.bare(FrameType.ACK, told), ByteBuffer.allocate(0)));
    }
    return output
        .next()
        .map(
            chunk -> {
              int flags = chunk.end() ? FrameHeader.END : 0;
              int length = chunk.bytes().remaining();
              return new Outgoing(
                  FrameHeader.plain(FrameType.ORDERED, flags, chunk.number(), 0, length),
                  chunk.bytes().duplicate());
            });
  }

  /**
   * When the session is over: waits until the last word is said, or a little. An interrupt waits as
   * well: it is often the reason that has to be told.
   */
  void awaitEnd() {
    boolean interrupted = false;
    state.lock.lock();
    try {
      long left = PARTING.toNanos();
      while (!ended && left > 0) {
        long begun = System.nanoTime();
        try {
          left = state.changed.awaitNanos(left);
        } catch (InterruptedException later) {
          interrupted = true;
          left -= System.nanoTime() - begun;
        }
      }
    } finally {
      state.lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
