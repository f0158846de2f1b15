package io.orchestrator.agent.api.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes the content of a block when it is about to be sent.
 *
 * @since 1.1.0
 */
public interface BlockContent {
  /**
   * Writes the content. Called on one of the connection's threads, once more for each time that the
   * block has to be sent again. What it throws fails the connection; the code and message of an
   * {@code AgentException} stay as they are.
   *
   * @param into has exactly as much room as the block is long, and must be full in the end; only to
   *     be used until this returns
   */
  void write(ByteBuffer into) throws IOException, InterruptedException;
}
