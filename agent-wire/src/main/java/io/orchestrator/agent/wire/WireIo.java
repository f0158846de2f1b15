package io.orchestrator.agent.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of one connection. Blocking; one thread may read while another writes. Closing it, from
 * any thread, ends both.
 */
interface WireIo extends Closeable {
  /** Writes all of these. */
  void write(ByteBuffer... buffers) throws IOException;

  /** Can {@link #writeFile} send a file without copying it? */
  boolean sendsFiles();

  /**
   * Sends a part of a file.
   *
   * @return how many bytes; fewer than asked for only if the file is shorter
   */
  int writeFile(FileChannel file, long position, int length) throws IOException;

  /**
   * Reads what there is, at least one byte.
   *
   * @return how many bytes; -1 at the end
   */
  int read(ByteBuffer into) throws IOException;

  /** The other side's certificate as bytes; empty without TLS. */
  byte[] peerCertificate();

  /** This side's certificate as bytes; empty without TLS. */
  byte[] ownCertificate();

  @Override
  void close();
}
