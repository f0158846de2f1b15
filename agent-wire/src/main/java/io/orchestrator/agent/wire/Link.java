package io.orchestrator.agent.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/** One connection after the greeting: frames go out, from any thread, and come in, on one. */
final class Link implements Closeable {
  private static final int SLICE = 128 << 10;

  private final WireIo io;
  private final String peer;
  private final int lane;
  private final ReentrantLock writing = new ReentrantLock();
  private final ByteBuffer outHead = ByteBuffer.allocateDirect(FrameHeader.SIZE);
  private final ByteBuffer outTail = ByteBuffer.allocateDirect(Integer.BYTES);
  private final ByteBuffer inHead = ByteBuffer.allocateDirect(FrameHeader.SIZE);
  private final ByteBuffer inTail = ByteBuffer.allocateDirect(Integer.BYTES);
  private volatile long heardAt = System.nanoTime();
  private volatile boolean waiting;
  private volatile boolean closed;
  private volatile boolean useful;
  private volatile String lossReason = "";

  /**
   * A link.
   *
   * @param peer its other end, for messages
   * @param lane what it belongs to; 0 is the control lane
   */
  Link(WireIo io, String peer, int lane) {
    this.io = io;
    this.peer = peer;
    this.lane = lane;
  }

  int lane() {
    return lane;
  }

  /** It has brought the seed forward. */
  void proveUseful() {
    useful = true;
  }

  boolean isUseful() {
    return useful;
  }

  /** It is of no use any more, for this reason, unless there was one before. */
  void lost(Exception why) {
    lost(why.getMessage() == null ? why.toString() : why.getMessage());
  }

  /** It is of no use any more, for this reason, unless there was one before. */
  void lost(String why) {
    if (!closed && lossReason.isEmpty()) {
      lossReason = why;
    }
    close();
  }

  /** Why it was lost; empty if it was not. */
  String lossReason() {
    return lossReason;
  }

  String peer() {
    return peer;
  }

  WireIo io() {
    return io;
  }

  /** Writes a frame whose payload is in memory. */
  void write(FrameHeader header, ByteBuffer payload) throws IOException {
    writing.lock();
    try {
      if (payload.hasRemaining()) {
        CRC32C crc = new CRC32C();
        crc.update(payload.duplicate());
        io.write(head(header), payload, tail(crc));
      } else {
        io.write(head(header));
      }
    } finally {
      writing.unlock();
    }
  }

  void write(FrameHeader header) throws IOException {
    write(header, ByteBuffer.allocate(0));
  }

  /** Writes a payload that is not in memory. */
  interface Body {
    /** Writes exactly as many bytes as the header says. */
    void writeTo(WireIo io) throws IOException;
  }

  void write(FrameHeader header, Body body, CRC32C crc) throws IOException {
    writing.lock();
    try {
      io.write(head(header));
      body.writeTo(io);
      io.write(tail(crc));
    } finally {
      writing.unlock();
    }
  }

  /** Says that this side is alive, unless what is being written says so already. */
  void ping() throws IOException {
    if (writing.tryLock()) {
      try {
        io.write(head(FrameHeader.bare(FrameType.PING, 0)));
      } finally {
        writing.unlock();
      }
    }
  }

  private ByteBuffer head(FrameHeader header) {
    outHead.clear();
    header.putInto(outHead);
    return outHead.flip();
  }

  private ByteBuffer tail(CRC32C crc) {
    return outTail.clear().putInt((int) crc.getValue()).flip();
  }

  /** The next frame's header; pings are passed over. */
  FrameHeader readHeader() throws IOException {
    while (true) {
      readFully(inHead.clear());
      FrameHeader header = FrameHeader.readFrom(inHead.flip());
      if (header.type() != FrameType.PING) {
        return header;
      }
    }
  }

  /** Fills the buffer. */
  void readFully(ByteBuffer buffer) throws IOException {
    heardAt = System.nanoTime();
    waiting = true;
    while (buffer.hasRemaining()) {
      if (io.read(buffer) < 0) {
        throw new EOFException(peer + " closed the connection");
      }
      heardAt = System.nanoTime();
    }
    waiting = false;
  }

  /** Reads the checksum behind a payload and compares. */
  void requireChecksum(CRC32C crc) throws IOException {
    readFully(inTail.clear());
    if (inTail.flip().getInt() != (int) crc.getValue()) {
      throw new ChecksumException("the checksum of a frame from " + peer + " is wrong");
    }
  }

  /** Reads a payload that fits into the buffer, verified; the buffer is ready to be read. */
  void readWhole(FrameHeader header, ByteBuffer into) throws IOException {
    into.clear().limit(header.length());
    if (header.length() == 0) {
      return;
    }
    CRC32C crc = new CRC32C();
    while (into.hasRemaining()) {
      // What has just come is still in the processor's cache.
      int begin = into.position();
      int end = into.limit();
      readFully(into.limit(Math.min(end, begin + SLICE)));
      crc.update(into.duplicate().position(begin));
      into.limit(end);
    }
    ByteBuffer unused = into.flip();
    requireChecksum(crc);
  }

  /** How long nothing came although somebody waits for it, in nanoseconds; 0 if nobody waits. */
  long silence() {
    return waiting ? System.nanoTime() - heardAt : 0;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    io.close();
  }
}
