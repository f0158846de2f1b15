package io.orchestrator.agent.api.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The source's end of the host's connection to the target's agent. Everything is checksummed; cut
 * connections are made again and what was on its way is sent once more, without the transport's
 * doing. All methods, those of the streams too, throw {@link AgentException} once the connection
 * has failed for good: {@code PEER_FAILED} with the target's own reason if it gave one. Plugins do
 * not implement this interface (agent-testkit has a real pair).
 */
public interface WireSender {
  /** The largest block, in bytes. */
  int MAX_BLOCK = 1 << 20;

  /**
   * Bytes for {@link WireReceiver#input()}, in order. A write blocks while the target does not
   * read; what is written is on its way after {@code flush}. Closing it tells the target that there
   * is no more. For one thread.
   */
  OutputStream output();

  /** What the target writes to {@link WireReceiver#output()}, in order. For one thread. */
  InputStream input();

  /**
   * Sends a part of a file as a block. Blocks travel apart from {@link #output()} and from each
   * other, over several connections, and may overtake. Returns when it is queued. The file is read
   * later, maybe twice: it must not change; one that has become shorter or is gone fails the
   * connection and is named. A part of zeros arrives as {@link BlockSink#takeZeros}. Usable from
   * any thread.
   *
   * @param id what the two transports know the file by
   * @param position where the part begins, in bytes
   * @param length 1 to {@link #MAX_BLOCK} bytes
   * @param file links are not followed
   * @throws InterruptedException if the calling thread is interrupted while the queue is full
   */
  void sendFile(long id, long position, int length, Path file) throws InterruptedException;

  /**
   * Sends bytes as a block, as {@link #sendFile}.
   *
   * @param bytes 1 to {@link #MAX_BLOCK} remaining bytes, which are the wire's from now on
   * @throws InterruptedException if the calling thread is interrupted while the queue is full
   */
  void sendBytes(long id, long position, ByteBuffer bytes) throws InterruptedException;

  /**
   * Sends a block whose content is made only when it is sent, so that it takes no memory while it
   * is queued; otherwise as {@link #sendBytes}.
   *
   * @param length 1 to {@link #MAX_BLOCK} bytes
   * @throws InterruptedException if the calling thread is interrupted while the queue is full
   * @since 1.1.0
   */
  default void sendContent(long id, long position, int length, BlockContent content)
      throws InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      content.write(bytes);
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "The content of a block could not be made: " + failed, failed);
    }
    sendBytes(id, position, bytes.flip());
  }

  /**
   * Waits until the target has taken every block that was sent so far.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  void awaitDelivered() throws InterruptedException;
}
