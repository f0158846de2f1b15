package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.wire.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes blocks into a file, wherever they belong. */
record CollectingSink(FileChannel out) implements BlockSink {
  @Override
  public void take(long id, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }

  @Override
  public void takeZeros(long id, long position, int length) throws IOException {
    take(id, position, ByteBuffer.allocate(length));
  }
}
