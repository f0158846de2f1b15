package io.orchestrator.agent.api.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import java.time.Duration;
import java.util.Optional;

/**
 * A transport's line to the host during one {@code send} or {@code receive}. New methods may come
 * with later versions; plugins do not implement this interface (agent-testkit has a fake). Usable
 * from any thread.
 */
public interface Transfer {
  /**
   * Starts programs that belong to this seed. An abort ends their whole process trees and
   * interrupts the transport's thread; what still runs when {@code send} or {@code receive} returns
   * is ended.
   */
  CommandRunner commands();

  /**
   * Tells the host that the receiver accepts a connection now. Orchestrator is answered then, so a
   * receiver calls it as soon as it listens, once.
   */
  void listening();

  /**
   * Tells how many bytes have been transferred so far.
   *
   * @param total since the start; a number lower than before is ignored
   */
  void transferred(long total);

  /**
   * Tells what is being done now, for people, such as "waiting for the sender" or "syncing to
   * disk".
   *
   * @param phase a few words
   */
  void phase(String phase);

  /**
   * Waits for room that was promised: what was deleted in the target's data directory counts as
   * free for orchestrator at once, but the host frees it in the background. A receive whose data
   * does not fit asks this before it refuses, as often as it likes; meanwhile it tells its sender
   * that it works, and the host tells people what is waited for. Never says that there is room: it
   * may return true with too little, when nothing more becomes free.
   *
   * @param bytes what is needed on the data directory's file system
   * @param limit how long this call may take
   * @return false if there is too little still and more becomes free; by default true, at once
   * @throws InterruptedException if aborted
   * @since 1.1.0
   */
  default boolean awaitRoom(long bytes, Duration limit) throws InterruptedException {
    return true;
  }

  /**
   * Why this transfer can't succeed any more, as far as the host knows better than the transport:
   * it was aborted, it stood still for too long, the agent stops, or the snapshot that is sent has
   * lost its data. A transport asks when it fails or is interrupted, so that it can tell the other
   * side the true reason. May take some seconds; an interrupt does not end it early.
   *
   * @return a sentence without a trailing period; empty if the host knows of nothing
   */
  Optional<String> endReason();

  /**
   * The source's end of the host's connection to the target.
   *
   * @throws AgentException {@code UNSUPPORTED} unless this is a {@code send} of a transport that
   *     {@link SeedTransport#usesWire()}
   */
  WireSender wireSender();

  /**
   * The target's end of the host's connection from the source.
   *
   * @throws AgentException {@code UNSUPPORTED} unless this is a {@code receive} of a transport that
   *     {@link SeedTransport#usesWire()}
   */
  WireReceiver wireReceiver();
}
