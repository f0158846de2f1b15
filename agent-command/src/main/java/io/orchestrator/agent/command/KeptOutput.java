package io.orchestrator.agent.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is kept of a command's output: all up to a limit, or the end of it. */
final class KeptOutput {
  static final int STDOUT_LIMIT = 2 << 20;
  static final int STDERR_LIMIT = 64 << 10;

  private final int limit;
  private final boolean theEnd;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLong;

  private KeptOutput(int limit, boolean theEnd) {
    this.limit = limit;
    this.theEnd = theEnd;
  }

  static KeptOutput stdout() {
    return new KeptOutput(STDOUT_LIMIT, false);
  }

  /** Of a command that nobody can stop for what it writes. */
  static KeptOutput endOfStdout() {
    return new KeptOutput(STDOUT_LIMIT, true);
  }

  static KeptOutput stderr() {
    return new KeptOutput(STDERR_LIMIT, true);
  }

  synchronized void add(byte[] buffer, int length) {
    if (theEnd) {
      bytes.write(buffer, 0, length);
      if (bytes.size() > 2 * limit) {
        byte[] last = last();
        bytes.reset();
        bytes.write(last, 0, last.length);
      }
    } else if (bytes.size() + length > limit) {
      tooLong = true;
    } else {
      bytes.write(buffer, 0, length);
    }
  }

  /** Was something lost that had to be kept? */
  synchronized boolean isTooLong() {
    return tooLong;
  }

  synchronized String text() {
    return theEnd
        ? new String(last(), StandardCharsets.UTF_8)
        : bytes.toString(StandardCharsets.UTF_8);
  }

  private byte[] last() {
    byte[] all = bytes.toByteArray();
    return Arrays.copyOfRange(all, Math.max(0, all.length - limit), all.length);
  }
}
