package io.orchestrator.agent.netcat;

import java.util.Arrays;

/** The last bytes of a stream. Not thread-safe. */
final class StreamTail {
  private final byte[] bytes;
  private int filled;

  StreamTail(int capacity) {
    bytes = new byte[capacity];
  }

  /** Takes the next bytes of the stream. */
  void accept(byte[] next, int length) {
    int kept = Math.min(filled, Math.max(0, bytes.length - length));
    System.arraycopy(bytes, filled - kept, bytes, 0, kept);
    int taken = Math.min(length, bytes.length);
    System.arraycopy(next, length - taken, bytes, kept, taken);
    filled = kept + taken;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, filled);
  }
}
