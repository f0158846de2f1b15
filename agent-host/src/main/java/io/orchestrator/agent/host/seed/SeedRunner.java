package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.command.ProcessRunner;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a seed on a thread of its own, one at a time, and writes down how it ended. */
public final class SeedRunner {
  private static final Logger log = LoggerFactory.getLogger(SeedRunner.class);

  private final ProcessRunner processes;
  private final SeedJournal journal;
  private final Clock clock;
  private @Nullable ActiveSeed active;
  private boolean stopped;

  @Inject
  SeedRunner(ProcessRunner processes, SeedJournal journal, Clock clock) {
    this.processes = processes;
    this.journal = journal;
    this.clock = clock;
  }

  /** What a transport does for a seed. */
  interface Work {
    TransferResult transfer(ActiveSeed seed) throws InterruptedException;

    /** What has become of the data that is sent, if it is lost. */
    default Optional<String> sourceProblem() throws InterruptedException {
      return Optional.empty();
    }

    /** Called at the end, before it is written down; again with a failure if it can't be. */
    void ended(SeedRecord record);

    /** Called once the end is written down, before anybody is told that the seed is over. */
    default void settled(SeedRecord record) {}
  }

  /** The seed that goes on now. */
  synchronized Optional<ActiveSeed> active() {
    return Optional.ofNullable(active);
  }

  /**
   * Starts a seed.
   *
   * @throws AgentException {@code CONFLICT} if one is active
   */
  synchronized ActiveSeed start(SeedRecord record, Work work) {
    if (active != null || stopped) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          stopped
              ? "The agent is stopping"
              : "Could not start seed "
                  + record.id()
                  + ": "
                  + describe(active)
                  + " is active; wait for its end or abort it");
    }
    journal.begin(record);
    ActiveSeed seed = new ActiveSeed(record, processes.scope(record.marker()), work::sourceProblem);
    Thread thread = new Thread(() -> run(seed, work), "seed-" + record.id());
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED, "Could not start a thread for seed " + record.id(), e);
    }
    active = seed;
    return seed;
  }

  private static String describe(@Nullable ActiveSeed seed) {
    return seed == null ? "another seed" : "seed " + seed.id();
  }

  private void run(ActiveSeed seed, Work work) {
    try {
      log.info(
          "{} started: {} by {}, {}",
          seed,
          seed.record().role(),
          seed.record().transport(),
          seed.record().datadir());
      SeedRecord end = written(seed, work, finished(seed, transfer(seed, work)));
      work.settled(end);
      if (end.succeeded()) {
        log.info("{} succeeded: {}", seed, end.reason());
      } else {
        log.error("{} {}: {}", seed, end.state(), end.reason());
      }
    } finally {
      synchronized (this) {
        active = null;
      }
      seed.over();
      // The memory of its connections is only freed by a collection, and an agent at rest has none.
      System.gc();
    }
  }

  private SeedRecord transfer(ActiveSeed seed, Work work) {
    if (!seed.beginsOn(Thread.currentThread())) {
      return end(seed, SeedRecord.State.ABORTED, "it was stopped before it began");
    }
    try {
      TransferResult result = work.transfer(seed);
      seed.transferred(result.bytes());
      return end(seed, SeedRecord.State.SUCCEEDED, result.summary());
    } catch (InterruptedException e) {
      return end(seed, SeedRecord.State.ABORTED, "its thread was interrupted");
    } catch (AgentException e) {
      log.debug("{} failed", seed, e);
      return end(seed, SeedRecord.State.FAILED, reason(seed, e));
    } catch (RuntimeException | Error e) {
      log.error("{} failed by a defect", seed, e);
      return end(seed, SeedRecord.State.FAILED, "a defect: " + e);
    }
  }

  /** The cause where the host knows it, with what the transport saw of it. */
  private static String reason(ActiveSeed seed, AgentException failure) {
    String seen = failure.getMessage();
    return seed.endReason()
        .map(cause -> seen.contains(cause) ? seen : cause + " (" + seen + ")")
        .orElse(seen);
  }

  /**
   * Whatever the transport says, a seed that was stopped has not succeeded, and none leaves
   * processes.
   */
  private SeedRecord finished(ActiveSeed seed, SeedRecord end) {
    seed.returned();
    seed.closeScope();
    return seed.settle().map(stop -> end(seed, stop.state(), stop.reason())).orElse(end);
  }

  /** A success that can't be written down is none: after a restart nobody would know of it. */
  private SeedRecord written(ActiveSeed seed, Work work, SeedRecord end) {
    try {
      work.ended(end);
      journal.put(end);
      return end;
    } catch (RuntimeException e) {
      log.error("The end of {} could not be written down", seed, e);
      SeedRecord failed = end(seed, SeedRecord.State.FAILED, end.reason() + "; " + e.getMessage());
      journal.keepInMemory(failed);
      endedAgain(seed, work, failed);
      return failed;
    }
  }

  // It was told of a success that did not become one.
  private static void endedAgain(ActiveSeed seed, Work work, SeedRecord failed) {
    try {
      work.ended(failed);
    } catch (RuntimeException e) {
      log.error("The failure of {} could not be written down either", seed, e);
    }
  }

  static boolean receives(ActiveSeed seed) {
    return seed.record().role() == SeedRecord.Role.RECEIVE;
  }

  private SeedRecord end(ActiveSeed seed, SeedRecord.State state, String reason) {
    return seed.record().ended(state, reason, seed.bytes(), clock.millis());
  }

  /**
   * Ends a seed early. It counts as over from now on, with this outcome, even if its transport does
   * not react; another one can't start before it does.
   */
  void stop(ActiveSeed seed, SeedRecord.State state, String reason) {
    if (seed.stop(state, reason)) {
      synchronized (this) {
        if (active == seed) {
          journal.put(end(seed, state, reason));
        }
      }
    }
  }

  /**
   * Refuses further seeds and ends the active one.
   *
   * @return the one that was active
   */
  Optional<ActiveSeed> stop() {
    Optional<ActiveSeed> running;
    synchronized (this) {
      stopped = true;
      running = Optional.ofNullable(active);
    }
    running.ifPresent(seed -> stop(seed, SeedRecord.State.FAILED, "the agent was stopped"));
    return running;
  }

  SeedRecord newRecord(
      SeedId id, SeedRecord.Role role, String peer, String transport, String datadir) {
    return new SeedRecord(
        id.value(),
        role,
        peer,
        transport,
        datadir,
        java.util.UUID.randomUUID().toString(),
        SeedRecord.State.RUNNING,
        "",
        0,
        clock.millis(),
        0,
        0,
        KeptStart.NONE);
  }
}
