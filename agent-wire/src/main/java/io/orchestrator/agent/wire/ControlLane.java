package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
  private final Damages damages;
  private final FrameType peersLast;
  private final OrderedOutput output;
  private final OrderedInput input;
  private long told;
  private @Nullable LastWords own;
  private boolean ownSent;
  private @Nullable LastWords theirs;
  private boolean ended;

  /**
   * A lane.
   *
   * @param peersLast how the other side ends what goes well: DONE or BYE
   */
  ControlLane(SessionState state, LinkSource links, Damages damages, FrameType peersLast) {
    this.state = state;
    this.links = links;
    this.damages = damages;
    this.peersLast = peersLast;
    this.output = new OrderedOutput(state);
    this.input = new OrderedInput(state);
  }

  OrderedOutput output() {
    return output;
  }

  OrderedInput input() {
    return input;
  }

  @Override
  public void run() {
    state.run(
        () -> {
          while (!state.isOver()) {
            use(links.next());
          }
        });
    state.lock.lock();
    try {
      ended = true;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  private void use(Link link) throws InterruptedException {
    Thread reader = new Thread(() -> read(link), "seed-control-in");
    reader.setDaemon(true);
    try {
      begin();
      reader.start();
      if (write(link)) {
        reader.join(PARTING.toMillis());
      }
    } catch (IOException e) {
      log.debug("The control connection to {} was lost: {}", link.peer(), e.toString());
      // What the other side said last may have come already.
      reader.join(PARTING.toMillis());
      link.lost(e);
    } finally {
      link.close();
      reader.join();
    }
  }

  private void begin() {
    state.lock.lock();
    try {
      output.rewind();
      told = -1;
      ownSent = false;
    } finally {
      state.lock.unlock();
    }
  }

  /** What is to be written next. */
  private record Outgoing(FrameHeader header, ByteBuffer payload) {}

  /** Writes until the link is lost or the session over; is there a last word to be waited for? */
  private boolean write(Link link) throws IOException, InterruptedException {
    boolean parting = false;
    while (true) {
      Optional<Outgoing> next = await(link);
      if (next.isEmpty()) {
        return parting;
      }
      link.write(next.get().header(), next.get().payload());
      FrameType type = next.get().header().type();
      parting |= type == FrameType.FAIL || type == FrameType.BYE;
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
    state.takeToTell().ifPresent(why -> say(LastWords.failure(why)));
    if (own != null && !ownSent) {
      ownSent = true;
      return Optional.of(new Outgoing(own.header(), own.payload()));
    }
    if (state.isOver()) {
      return Optional.empty();
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

  private void read(Link link) {
    try {
      boolean more = true;
      while (more) {
        FrameHeader header = link.readHeader();
        if (header.type() == FrameType.BLOCK) {
          throw new FrameException("a block came on the control lane");
        }
        // What stays is exactly as large as what came.
        ByteBuffer payload = ByteBuffer.allocate(header.length());
        link.readWhole(header, payload);
        more = take(header, payload, link);
      }
    } catch (FrameException e) {
      damages.found(e, link);
    } catch (IOException e) {
      log.debug("The control connection to {} ended: {}", link.peer(), e.toString());
      link.lost(e);
    } finally {
      link.close();
      state.wake();
    }
  }

  /** Takes a frame; does more come after it? */
  private boolean take(FrameHeader header, ByteBuffer payload, Link link) throws FrameException {
    switch (header.type()) {
      case ORDERED -> {
        if (input.arrived(header.id(), payload, header.has(FrameHeader.END))) {
          link.proveUseful();
        }
      }
      case ACK -> {
        if (output.read(header.id())) {
          link.proveUseful();
        }
      }
      case FAIL -> {
        String reason = LastWords.of(FrameType.FAIL, payload).reason();
        state.failedThere(
            new AgentException(ErrorCode.PEER_FAILED, "The other side failed: " + reason));
        return false;
      }
      case DONE, BYE -> {
        heard(LastWords.of(header.type(), payload));
        return header.type() == FrameType.DONE;
      }
      default -> throw new FrameException("a frame came that does not belong here: " + header);
    }
    return true;
  }

  private void heard(LastWords words) throws FrameException {
    state.lock.lock();
    try {
      boolean tooEarly = peersLast == FrameType.BYE && own == null;
      if (words.type() != peersLast || tooEarly) {
        throw new FrameException("a " + words.type() + " came that does not belong here");
      }
      theirs = words;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
    if (words.type() == FrameType.BYE) {
      state.finish();
    }
  }

  /** Says this before all else, on later connections again. */
  void say(LastWords words) {
    state.lock.lock();
    try {
      own = words;
      ownSent = false;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /**
   * Waits until the other side has said its last.
   *
   * @return empty if the time was over first
   * @throws AgentException if the session has failed
   */
  Optional<LastWords> awaitTheirs(long nanos) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = nanos;
      while (theirs == null && left > 0) {
        state.requireGoing();
        left = state.changed.awaitNanos(left);
      }
      return Optional.ofNullable(theirs);
    } finally {
      state.lock.unlock();
    }
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
