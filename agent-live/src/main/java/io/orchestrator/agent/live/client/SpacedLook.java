package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A look at the server that is taken the less often the longer it takes: what it found counts for a
 * while. Usable from any thread.
 */
public final class SpacedLook {
  private static final int PAUSE = 20;

  private final LongSupplier nanoTime;
  private Optional<AgentException> found = Optional.empty();
  private long goodUntil;
  private boolean looked;

  /** Looks. */
  public interface Look {
    /**
     * Looks once.
     *
     * @throws AgentException what it finds wrong; {@code TIMED_OUT} counts as nothing
     */
    void look() throws InterruptedException;
  }

  /** One that has not looked yet. */
  public SpacedLook() {
    this(System::nanoTime);
  }

  SpacedLook(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Looks, unless it is too early for that.
   *
   * @throws AgentException what is wrong, or was the last time
   */
  public synchronized void require(Look look) throws InterruptedException {
    if (!looked || nanoTime.getAsLong() - goodUntil >= 0) {
      long start = nanoTime.getAsLong();
      found = find(look);
      long end = nanoTime.getAsLong();
      goodUntil = end + PAUSE * (end - start);
      looked = true;
    }
    if (found.isPresent()) {
      throw new AgentException(found.get().code(), found.get().getMessage());
    }
  }

  private static Optional<AgentException> find(Look look) throws InterruptedException {
    try {
      look.look();
      return Optional.empty();
    } catch (AgentException wrong) {
      return Optional.of(wrong).filter(it -> it.code() != ErrorCode.TIMED_OUT);
    }
  }
}
