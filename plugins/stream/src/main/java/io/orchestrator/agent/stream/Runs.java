package io.orchestrator.agent.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What is not zeros in a part of a file, by pages. */
final class Runs {
  static final int PAGE = 4096;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PAGE).asReadOnlyBuffer();

  private Runs() {}

  /**
   * Pages that follow each other.
   *
   * @param from where they begin, from the part's begin: a multiple of the page's size
   * @param to where they end
   */
  record Run(int from, int to) {
    int length() {
      return to - from;
    }
  }

  /** The runs in what remains of the buffer, which stays as it is. */
  static List<Run> of(ByteBuffer bytes) {
    List<Run> runs = new ArrayList<>();
    int begin = bytes.position();
    int length = bytes.remaining();
    int from = 0;
    for (int at = 0; at < length; at += PAGE) {
      int end = Math.min(at + PAGE, length);
      if (isZeros(bytes, begin + at, end - at)) {
        add(runs, from, at);
        from = end;
      }
    }
    add(runs, from, length);
    return runs;
  }

  private static void add(List<Run> runs, int from, int to) {
    if (from < to) {
      runs.add(new Run(from, to));
    }
  }

  private static boolean isZeros(ByteBuffer bytes, int at, int length) {
    boolean first = length >= Long.BYTES ? bytes.getLong(at) == 0 : bytes.get(at) == 0;
    return first && bytes.slice(at, length).mismatch(ZEROS.slice(0, length)) < 0;
  }
}
