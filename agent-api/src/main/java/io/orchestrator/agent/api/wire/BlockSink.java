package io.orchestrator.agent.api.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the blocks that arrive. Called from several threads at once. After a cut connection a block
 * may come again: taking it twice must have the same outcome as taking it once. What it throws
 * fails the seed.
 */
public interface BlockSink {
  /**
   * A block, whose checksum is right. The sender is told when this has returned.
   *
   * @param id as the sender gave it
   * @param position as the sender gave it
   * @param bytes not empty; only to be used until this returns
   */
  void take(long id, long position, ByteBuffer bytes) throws IOException, InterruptedException;

  /**
   * A part of a file that is nothing but zeros; otherwise as {@link #take}.
   *
   * @param length in bytes
   */
  void takeZeros(long id, long position, int length) throws IOException, InterruptedException;
}
