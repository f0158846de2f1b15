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
   * @param failure why the connection has failed, if it has: then the transport may only have
   *     fallen over that
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
      AgentException cause = failure.get().map(known -> both(known, e)).orElse(e);
      why = Optional.of(cause);
      throw cause;
    } finally {
      why.ifPresent(this::tell);
    }
  }

  /** Mostly the transport fell over the connection's failure, and says the same. */
  private static AgentException both(AgentException known, AgentException seen) {
    return seen.getMessage().contains(known.getMessage())
        ? known
        : new AgentException(
            known.code(), known.getMessage() + ". The transport: " + seen.getMessage(), seen);
  }

  private AgentException stopped() {
    return new AgentException(ErrorCode.ABORTED, "it was stopped in the middle");
  }

  /** The host may know the true cause better than the transport, and an interrupt must wait. */
  private void tell(AgentException seen) {
    boolean interrupted = Thread.interrupted();
    try {
      lastWord.say(seed.explained(seen));
    } catch (InterruptedException hurry) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
