package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.TransferResult;
import java.util.Optional;
import java.util.function.Supplier;

/** What a transport does over the agents' own connection; if it fails, the peer hears why. */
final class WireCourse {
  /** What this side does. */
  interface Work {
    TransferResult run() throws InterruptedException;
  }

  /** Tells the peer. */
  interface LastWord {
    void say(AgentException why) throws InterruptedException;
  }

  private final ActiveSeed seed;
  private final Supplier<Optional<AgentException>> failure;
  private final LastWord lastWord;

  /**
   * A course.
   *
   * @param failure why the connection has failed, if it has: then the transport only fell over that
   */
  WireCourse(ActiveSeed seed, Supplier<Optional<AgentException>> failure, LastWord lastWord) {
    this.seed = seed;
    this.failure = failure;
    this.lastWord = lastWord;
  }

  TransferResult run(Work work) throws InterruptedException {
    seed.tellsPeerBy(lastWord);
    Optional<AgentException> why = Optional.of(stopped());
    try {
      TransferResult result = work.run();
      why = Optional.empty();
      return result;
    } catch (AgentException e) {
      AgentException cause = failure.get().orElse(e);
      why = Optional.of(cause);
      throw cause;
    } finally {
      why.ifPresent(this::tell);
    }
  }

  private AgentException stopped() {
    return new AgentException(ErrorCode.ABORTED, "it was stopped in the middle");
  }

  /** The host may know the true cause better than the transport, and an interrupt must wait. */
  private void tell(AgentException seen) {
    boolean interrupted = Thread.interrupted();
    try {
      lastWord.say(
          seed.endReason().map(cause -> new AgentException(seen.code(), cause, seen)).orElse(seen));
    } catch (InterruptedException hurry) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
