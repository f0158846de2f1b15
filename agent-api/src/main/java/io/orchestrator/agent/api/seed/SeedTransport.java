package io.orchestrator.agent.api.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;

/**
 * Moves the data of a seed from the source's agent to the target's. There is one seed at a time.
 *
 * <p>{@code send} and {@code receive} block until the transfer is over, on a thread of their own
 * which an abort interrupts. A thread that waits for a process's output does not feel an interrupt:
 * programs started through {@link Transfer#commands()} are ended then, which ends the read. A
 * transport that is silent, uses no CPU and does no I/O for longer than {@code SeedStallSeconds} is
 * aborted by the host.
 */
public interface SeedTransport extends AgentExtension {
  /** What it sends; the same at each call. */
  SeedContent content();

  /**
   * Does it take the host's connection between the agents ({@link Transfer#wireSender()}, {@link
   * Transfer#wireReceiver()})? The host listens, connects and authenticates then, and a target that
   * is sent to this way uses its own transport of the sender's {@link #name()}. By default it talks
   * for itself. The same at each call.
   */
  default boolean usesWire() {
    return false;
  }

  /**
   * Can it go on with a seed whose target's agent was killed and started again? The host calls
   * {@code send} and {@code receive} once more then, for the same seed; see {@link
   * ReceiveRequest#earlier()}. Only asked of one that {@link #usesWire()}. By default it can't. The
   * same at each call.
   */
  default boolean resumes() {
    return false;
  }

  /**
   * Sends a data directory to the target. The source must not be changed.
   *
   * @return only when the target has, as far as the transport can tell, everything
   * @throws AgentException if not; {@code PEER_FAILED} if the target can't be reached within the
   *     request's limit or goes away
   * @throws InterruptedException if aborted
   */
  TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException;

  /**
   * Receives into the data directory. Owner, group, mode and modification time of the files are the
   * source's. The host refuses to start MySQL until this has returned without an exception.
   *
   * @return only when all has arrived, as complete as the transport can prove, and is on disk; the
   *     port is closed
   * @throws AgentException if not; what was received until then stays for the host to remove
   * @throws InterruptedException if aborted
   */
  TransferResult receive(ReceiveRequest request, Transfer transfer) throws InterruptedException;

  /**
   * The last touch on the target, after {@code receive} has succeeded and before MySQL is started
   * (orchestrator's post-copy). Within 40 seconds: whatever takes long belongs into {@code
   * receive}. May be called twice. Nothing by default.
   *
   * @throws AgentException if the data must not be used
   * @throws InterruptedException if the calling thread is interrupted
   */
  default void finish(FinishRequest request) throws InterruptedException {}

  /**
   * Undoes what a receive has left outside of the data directory's contents, such as another owner,
   * when the agent was killed in the middle of it. Called once at the agent's start, before
   * anything is received; nothing to undo is no error. Nothing by default.
   *
   * @throws AgentException if that failed; the agent goes on
   * @throws InterruptedException if the calling thread is interrupted
   * @since 1.1.0
   */
  default void recover() throws InterruptedException {}
}
