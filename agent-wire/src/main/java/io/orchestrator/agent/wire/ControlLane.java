package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of ordered bytes, acknowledgements and last words; the same on both sides. It runs on a
 * thread of its own and has another one to read.
 */
final class ControlLane implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ControlLane.class);

  private final SessionState state;
  private final LinkSource links;
  private final OrderedOutput output;
  private final OrderedInput input;
  private long told;
  private @Nullable FrameHeader lastWord;
  private ByteBuffer lastWords = ByteBuffer.allocate(0);
  private boolean lastWordSent;
  private @Nullable String done;
  private boolean bye;

  ControlLane(SessionState state, LinkSource links) {
    this.state = state;
    this.links = links;
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
    try {
      while (!state.isOver()) {
        use(links.next());
      }
    } catch (AgentException e) {
      state.fail(e);
    } catch (InterruptedException e) {
      state.fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was ended", e));
    }
  }

  private void use(Link next) throws InterruptedException {
    Thread reader = new Thread(() -> read(next), "seed-control-in");
    reader.setDaemon(true);
    try (next) {
      begin();
      reader.start();
      write(next);
    } catch (IOException e) {
      log.debug("The control connection to {} was lost: {}", next.peer(), e.toString());
    } finally {
      next.close();
      reader.join();
    }
  }

  private void begin() {
    state.lock.lock();
    try {
      output.rewind();
      told = -1;
      lastWordSent = false;
    } finally {
      state.lock.unlock();
    }
  }

  /** What is to be written next. */
  private record Outgoing(FrameHeader header, ByteBuffer payload) {}

  private void write(Link link) throws IOException, InterruptedException {
    while (true) {
      Optional<Outgoing> next = await(link);
      if (next.isEmpty()) {
        return;
      }
      link.write(next.get().header(), next.get().payload());
      if (isLastWord(next.get().header())) {
        lastWordIsSent();
      }
    }
  }

  private Optional<Outgoing> await(Link link) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      while (!link.isClosed()) {
        Optional<Outgoing> next = next();
        if (next.isPresent()) {
          return next;
        }
        if (state.isOver()) {
          return Optional.empty();
        }
        state.changed.await();
      }
      return Optional.empty();
    } finally {
      state.lock.unlock();
    }
  }

  private Optional<Outgoing> next() {
    if (lastWord != null && !lastWordSent) {
      return Optional.of(new Outgoing(lastWord, lastWords.duplicate()));
    }
    if (input.readBelow() != told) {
      told = input.readBelow();
      return Optional.of(
          new Outgoing(FrameHeader.bare(FrameType.ACK, told), ByteBuffer.allocate(0)));
    }
    OrderedOutput.Chunk chunk = output.next();
    if (chunk == null) {
      return Optional.empty();
    }
    int flags = chunk.end() ? FrameHeader.END : 0;
    int length = chunk.bytes().remaining();
    return Optional.of(
        new Outgoing(
            FrameHeader.plain(FrameType.ORDERED, flags, chunk.number(), 0, length),
            chunk.bytes().duplicate()));
  }

  private static boolean isLastWord(FrameHeader header) {
    return switch (header.type()) {
      case FAIL, DONE, BYE -> true;
      default -> false;
    };
  }

  private void lastWordIsSent() {
    state.lock.lock();
    try {
      lastWordSent = true;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  private void read(Link link) {
    try {
      while (true) {
        FrameHeader header = link.readHeader();
        // What stays is exactly as large as what came.
        ByteBuffer payload = ByteBuffer.allocate(header.length());
        if (header.type() == FrameType.BLOCK) {
          throw new FrameException("a block came on the control lane");
        }
        link.readWhole(header, payload);
        take(header, payload);
      }
    } catch (IOException e) {
      log.debug("The control connection to {} ended: {}", link.peer(), e.toString());
    } finally {
      link.close();
      state.wake();
    }
  }

  private void take(FrameHeader header, ByteBuffer payload) throws FrameException {
    switch (header.type()) {
      case ORDERED -> input.arrived(header.id(), payload, header.has(FrameHeader.END));
      case ACK -> output.read(header.id());
      case FAIL -> state.fail(failure(text(payload)));
      case DONE -> done(text(payload));
      case BYE -> bye();
      default -> throw new FrameException("a frame came that does not belong here: " + header);
    }
  }

  private static String text(ByteBuffer payload) {
    return StandardCharsets.UTF_8
        .decode(payload)
        .toString()
        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]+", " ");
  }

  private static AgentException failure(String text) {
    String reason = text.substring(text.indexOf('\n') + 1).replace('\n', ' ');
    return new AgentException(ErrorCode.PEER_FAILED, "The other side failed: " + reason);
  }

  private void done(String summary) {
    state.lock.lock();
    try {
      done = summary;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  private void bye() {
    state.lock.lock();
    try {
      bye = true;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** Says this after all else, on later connections again. */
  void say(FrameType type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, type.maxLength());
    state.lock.lock();
    try {
      lastWords = ByteBuffer.wrap(bytes, 0, length);
      lastWord = FrameHeader.plain(type, 0, 0, 0, length);
      lastWordSent = false;
      state.changed.signalAll();
    } finally {
      state.lock.unlock();
    }
  }

  /** Tells the other side why this one fails, if there is a connection within the time. */
  void sayFailure(AgentException why, Duration limit) throws InterruptedException {
    say(FrameType.FAIL, why.code().name() + "\n" + why.getMessage());
    boolean unused = awaitLastWord(limit.toNanos());
  }

  /** Has the receiver said that all is done? Empty if the time was over first. */
  Optional<String> awaitDone(long nanos) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = nanos;
      while (done == null && left > 0) {
        state.requireGoing();
        left = state.changed.awaitNanos(left);
      }
      return Optional.ofNullable(done);
    } finally {
      state.lock.unlock();
    }
  }

  /** Waits until the last word is written to a connection, or for so long. */
  boolean awaitLastWord(long nanos) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!lastWordSent && left > 0 && !state.isOver()) {
        left = state.changed.awaitNanos(left);
      }
      return lastWordSent;
    } finally {
      state.lock.unlock();
    }
  }

  /** Waits until the sender has said goodbye, or for so long. */
  boolean awaitBye(long nanos) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!bye && left > 0 && !state.isOver()) {
        left = state.changed.awaitNanos(left);
      }
      return bye;
    } finally {
      state.lock.unlock();
    }
  }
}
