package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps the blocks that are sent, in their order. */
final class SentBlocks implements WireSender {
  private final List<Block> all = new ArrayList<>();

  /**
   * A block.
   *
   * @param bytes empty if it is a part of a file
   */
  record Block(long id, long position, int length, ByteBuffer bytes) {}

  List<Block> all() {
    return all;
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream input() {
    return InputStream.nullInputStream();
  }

  @Override
  public void sendFile(long id, long position, int length, Path file) {
    all.add(new Block(id, position, length, ByteBuffer.allocate(0)));
  }

  @Override
  public void sendBytes(long id, long position, ByteBuffer bytes) {
    all.add(new Block(id, position, bytes.remaining(), bytes));
  }

  @Override
  public void awaitDelivered() {}
}
