package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in the sender of one seed and its later connections, and knows who was turned away. */
final class Reception implements Greeting.Admission {
  private static final Logger log = LoggerFactory.getLogger(Reception.class);

  /** A crowd must not fill the disk with what is said of it. */
  private static final int MOST_LOGGED = 20;

  private final WireSettings settings;
  private final long seed;
  private final WireListener.SenderCheck check;
  private @Nullable ReceivingSession session;
  private @Nullable AgentException refusal;
  private @Nullable AgentException unfit;
  private String lastVisitor = "";
  private int turnedAway;
  private boolean closed;

  Reception(WireSettings settings, long seed, WireListener.SenderCheck check) {
    this.settings = settings;
    this.seed = seed;
    this.check = check;
  }

  @Override
  public synchronized void admit(Hello hello) throws RefusedException {
    if (closed) {
      throw new RefusedException(ErrorCode.CONFLICT, "the receiver is about to stop");
    }
    if (hello.seed() != seed) {
      throw new RefusedException(
          ErrorCode.CONFLICT, "it waits for seed " + seed + ", not for seed " + hello.seed());
    }
    if (session == null && hello.first()) {
      session = begun(hello);
    } else if (session == null || !Secret.same(session.name(), hello.session())) {
      throw hello.first()
          ? new RefusedException(ErrorCode.CONFLICT, "a sender is connected already")
          : new RefusedException(
              ErrorCode.PEER_RESTARTED,
              "it does not know this session: the receiver was started anew");
    } else if (hello.lane() >= session.laneCount()) {
      throw new RefusedException(ErrorCode.INVALID_ARGUMENT, "there is no such lane");
    }
  }

  private ReceivingSession begun(Hello hello) throws RefusedException {
    Optional<String> reason = refusal(hello);
    if (reason.isPresent()) {
      unfit = new AgentException(ErrorCode.PEER_FAILED, "Refused the sender: " + reason.get());
      throw new RefusedException(ErrorCode.UNSUPPORTED, reason.get());
    }
    ReceivingSession begun = new ReceivingSession(settings, hello);
    begun.start();
    return begun;
  }

  /** A check that breaks must not let anybody in, nor leave the sender without a reason. */
  private Optional<String> refusal(Hello hello) {
    try {
      return check.refusal(hello);
    } catch (RuntimeException broken) {
      return Optional.of("the sender could not be checked: " + broken.getMessage());
    }
  }

  /** A connection that was let in. */
  synchronized void connected(Greeting.Agreed agreed, InetSocketAddress from) {
    if (session == null) {
      agreed.io().close();
      return;
    }
    int lane = agreed.hello().lane();
    session.connected(lane, new Link(agreed.io(), from.toString(), lane), from.getAddress());
    notifyAll();
  }

  /** One that was not let in, and why. */
  synchronized void turnedAway(String visitor) {
    lastVisitor = visitor;
    if (unfit != null) {
      // Not before the sender has been told: the end closes its connection.
      refuseAll(unfit);
    }
    turnedAway++;
    if (closed || turnedAway > MOST_LOGGED) {
      log.debug("Turned away {}", visitor);
    } else {
      log.warn("Turned away {}{}", visitor, turnedAway == MOST_LOGGED ? "; no more are told" : "");
    }
  }

  /** No sender will come any more. */
  synchronized void refuseAll(AgentException why) {
    refusal = why;
    notifyAll();
  }

  /** See {@link WireListener#awaitSender}. */
  synchronized ReceivingSession awaitSender(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (session == null) {
      if (refusal != null) {
        throw refusal;
      }
      if (closed) {
        throw new AgentException(ErrorCode.ABORTED, "The seed's port was closed");
      }
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw nobody(limit);
      }
      wait(left);
    }
    return session;
  }

  private AgentException nobody(Duration limit) {
    return new AgentException(
        ErrorCode.PEER_FAILED,
        "No sender came within "
            + limit.toSeconds()
            + " s"
            + (lastVisitor.isEmpty() ? "" : "; turned away was " + lastVisitor)
            + ". Look at the agent of the source");
  }

  /** Lets nobody in from now on; the session that there is, to be closed. */
  synchronized Optional<ReceivingSession> close() {
    closed = true;
    notifyAll();
    return Optional.ofNullable(session);
  }
}
