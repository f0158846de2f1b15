package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.wire.BlockContent;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A block that is to be sent, until it is acknowledged. */
sealed interface OutBlock {
  long id();

  long position();

  int length();

  /** A part of a file, which is read when it is sent. */
  record FilePart(long id, long position, int length, Path file) implements OutBlock {}

  /** What is made when it is sent. */
  record Made(long id, long position, int length, BlockContent content) implements OutBlock {}

  /** Bytes in memory. */
  record Bytes(long id, long position, ByteBuffer bytes) implements OutBlock {
    @Override
    public int length() {
      return bytes.remaining();
    }
  }
}
