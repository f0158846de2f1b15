package io.orchestrator.agent.netcat;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Keeps the end of a stream back until it is known to be good. A tar that failed writes its
 * end-of-archive marker all the same; without that no receiver takes the archive for a whole one.
 * One byte more than two tar records is kept, so that a stream that is cut there ends in the middle
 * of a block, which a plain tar notices as well.
 */
final class HeldBackOutput {
  private static final int KEPT = 2 * 10_240 + 1;

  private final OutputStream out;
  private final byte[] buffer = new byte[Pipe.BUFFER + KEPT];
  private int filled;
  private long sent;

  HeldBackOutput(OutputStream out) {
    this.out = out;
  }

  /** Where to put the next bytes: from {@link #filled()} on. */
  byte[] buffer() {
    return buffer;
  }

  int filled() {
    return filled;
  }

  /** Passes on what need not be held back, {@code length} more bytes having been put in. */
  void added(int length) throws IOException {
    filled += length;
    int ready = filled - KEPT;
    if (ready > 0) {
      out.write(buffer, 0, ready);
      sent += ready;
      System.arraycopy(buffer, ready, buffer, 0, KEPT);
      filled = KEPT;
    }
  }

  /** Passes on the rest. */
  void release() throws IOException {
    out.write(buffer, 0, filled);
    out.flush();
    filled = 0;
  }

  /** Ends the stream with the reason of the failure in place of what was kept back. */
  void fail(String reason) throws IOException {
    out.write(FailureNote.of(reason, sent));
    out.flush();
  }
}
