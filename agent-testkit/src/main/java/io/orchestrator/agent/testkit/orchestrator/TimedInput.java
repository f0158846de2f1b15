package io.orchestrator.agent.testkit.orchestrator;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A socket's input with a limit for all reads together, not for each of them. */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream input;
  private long deadline;

  TimedInput(Socket socket, Duration limit) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    restart(limit);
  }

  void restart(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("time limit reached");
    }
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    return input.read(bytes, offset, length);
  }
}
