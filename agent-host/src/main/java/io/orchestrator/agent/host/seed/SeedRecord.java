package io.orchestrator.agent.host.seed;

import java.nio.file.Path;

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
    int restarts) {
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
    return new SeedRecord(
        id,
        role,
        peer,
        transport,
        directory.toString(),
        marker,
        state,
        reason,
        bytes,
        startedAt,
        endedAt,
        restarts);
  }

  /** The same seed, by another transport. */
  SeedRecord by(String otherTransport) {
    return new SeedRecord(
        id,
        role,
        peer,
        otherTransport,
        datadir,
        marker,
        state,
        reason,
        bytes,
        startedAt,
        endedAt,
        restarts);
  }

  /** The same seed, after one more start of the agent. */
  SeedRecord restarted() {
    return new SeedRecord(
        id,
        role,
        peer,
        transport,
        datadir,
        marker,
        state,
        reason,
        bytes,
        startedAt,
        endedAt,
        restarts + 1);
  }

  SeedRecord ended(State end, String why, long transferred, long at) {
    return new SeedRecord(
        id, role, peer, transport, datadir, marker, end, why, transferred, startedAt, at, restarts);
  }
}
