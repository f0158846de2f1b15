package io.orchestrator.agent.host.orchestrator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The body of an answer, which may neither go on for ever nor be endless. */
final class Answer extends FilterInputStream {
  private final int limit;
  private final long end;
  private int count;

  /**
   * A body.
   *
   * @param limit how many bytes it may have
   * @param time how long it may take from now
   */
  Answer(InputStream body, int limit, Duration time) {
    super(body);
    this.limit = limit;
    this.end = System.nanoTime() + time.toNanos();
  }

  /** How many bytes have been read. */
  int count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    return counted(value, value < 0 ? 0 : 1);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got = super.read(buffer, offset, length);
    return counted(got, Math.max(0, got));
  }

  private int counted(int result, int bytes) throws IOException {
    count += bytes;
    if (count > limit) {
      throw new IOException("the answer is too long");
    }
    if (System.nanoTime() - end > 0) {
      throw new SocketTimeoutException("the answer is too slow");
    }
    return result;
  }
}
