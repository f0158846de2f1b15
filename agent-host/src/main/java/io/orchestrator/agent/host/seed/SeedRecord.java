package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.seed.ReplicationStart;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A seed as the journal keeps it.
 *
 * @param id orchestrator's number
 * @param role which end this agent is
 * @param peer the other host; empty where the receiver does not know it
 * @param transport name of the transport
 * @param datadir what is sent or where it is received
 * @param marker what the seed's processes carry in their environment
 * @param state how far it is
 * @param reason why it failed or was aborted; empty otherwise
 * @param bytes transferred
 * @param startedAt milliseconds since 1970
 * @param endedAt milliseconds since 1970; 0 while it runs
 * @param restarts how often the agent was killed and started again while it went on
 * @param replication where a replica of the data begins, as far as this target knows
 */
public record SeedRecord(
    long id,
    Role role,
    String peer,
    String transport,
    String datadir,
    String marker,
    State state,
    String reason,
    long bytes,
    long startedAt,
    long endedAt,
    int restarts,
    KeptStart replication) {
  /** Which end of the seed an agent is. */
  public enum Role {
    /** The source. */
    SEND,
    /** The target. */
    RECEIVE
  }

  /** How far a seed is. */
  public enum State {
    /** It goes on. */
    RUNNING,
    /** It is over, and all is there. */
    SUCCEEDED,
    /** It is over, and what is there must not be used. */
    FAILED,
    /** It was ended on request; what is there must not be used. */
    ABORTED
  }

  /** Takes journals of older agents, which know of no replication. */
  public SeedRecord {
    replication = Objects.requireNonNullElse(replication, KeptStart.NONE);
  }

  /** Is it over, well or not? */
  public boolean completed() {
    return state != State.RUNNING;
  }

  /** Is it over, and all is there? */
  public boolean succeeded() {
    return state == State.SUCCEEDED;
  }

  /** The same seed, with this directory. */
  SeedRecord at(Path directory) {
    return with(draft -> draft.datadir = directory.toString());
  }

  /** The same seed, by another transport. */
  SeedRecord by(String otherTransport) {
    return with(draft -> draft.transport = otherTransport);
  }

  /** The same seed, with this host as the other one. */
  SeedRecord from(String host) {
    return with(draft -> draft.peer = host);
  }

  /** The same seed, of which it is known where a replica begins. */
  SeedRecord replicatingFrom(ReplicationStart start) {
    return with(draft -> draft.replication = KeptStart.of(start));
  }

  /** The same seed, after one more start of the agent. */
  SeedRecord restarted() {
    return with(draft -> draft.restarts++);
  }

  SeedRecord ended(State end, String why, long transferred, long at) {
    return with(
        draft -> {
          draft.state = end;
          draft.reason = why;
          draft.bytes = transferred;
          draft.endedAt = at;
        });
  }

  private SeedRecord with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new SeedRecord(
        id,
        role,
        draft.peer,
        draft.transport,
        draft.datadir,
        marker,
        draft.state,
        draft.reason,
        draft.bytes,
        startedAt,
        draft.endedAt,
        draft.restarts,
        draft.replication);
  }

  /** What may become different. */
  private static final class Draft {
    private String peer;
    private String transport;
    private String datadir;
    private State state;
    private String reason;
    private long bytes;
    private long endedAt;
    private int restarts;
    private KeptStart replication;

    Draft(SeedRecord seed) {
      peer = seed.peer;
      transport = seed.transport;
      datadir = seed.datadir;
      state = seed.state;
      reason = seed.reason;
      bytes = seed.bytes;
      endedAt = seed.endedAt;
      restarts = seed.restarts;
      replication = seed.replication;
    }
  }
}
