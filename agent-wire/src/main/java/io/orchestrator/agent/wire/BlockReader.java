package io.orchestrator.agent.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.orchestrator.agent.api.wire.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads blocks from a data lane into a sink. For one thread. */
final class BlockReader {
  private static final Logger log = LoggerFactory.getLogger(BlockReader.class);

  private final BlockSink sink;
  private static final int PAGE = 4096;

  private final ByteBuffer buffer = block();
  private ByteBuffer unpacked = ByteBuffer.allocate(0);

  BlockReader(BlockSink sink) {
    this.sink = sink;
  }

  /**
   * Reads the payload behind this header.
   *
   * @throws SinkException if the sink could not take it
   */
  void read(FrameHeader header, Link link) throws IOException, InterruptedException {
    link.readWhole(header, buffer);
    ByteBuffer block = header.has(FrameHeader.ZSTD) ? unpack(header) : buffer;
    try {
      if (header.has(FrameHeader.ZEROS)) {
        sink.takeZeros(header.id(), header.position(), header.rawLength());
      } else {
        sink.take(header.id(), header.position(), block);
      }
    } catch (IOException | RuntimeException e) {
      throw new SinkException(e);
    }
  }

  private ByteBuffer unpack(FrameHeader header) throws FrameException {
    if (unpacked.capacity() == 0) {
      unpacked = block();
    }
    unpacked.clear();
    long size = -1;
    try {
      size =
          Zstd.decompressDirectByteBuffer(
              unpacked, 0, header.rawLength(), buffer, buffer.position(), buffer.remaining());
    } catch (ZstdException e) {
      log.debug("zstd could not unpack a block", e);
    }
    if (size != header.rawLength()) {
      throw new FrameException("a compressed block can't be unpacked to what it should be");
    }
    return unpacked.limit((int) size);
  }

  /** Begins with a page, so that a sink can write it to a file past the page cache. */
  private static ByteBuffer block() {
    return ByteBuffer.allocateDirect(FrameHeader.MAX_BLOCK + PAGE).alignedSlice(PAGE);
  }
}
