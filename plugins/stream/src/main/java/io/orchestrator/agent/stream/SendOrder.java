package io.orchestrator.agent.stream;

import java.io.IOException;

/**
 * The order in which files begin to travel that do not share a block: the biggest first. The target
 * offers what it has in the same order, so both sides go by this.
 */
final class SendOrder {
  /** Files that are sent in one go over the list: at least so large, and smaller than the last. */
  private static final long[] CLASSES = {1L << 30, 1L << 20, Blocks.SMALL + 1L};

  private SendOrder() {}

  static void forEach(EntryList list, EntryList.Visitor visitor)
      throws IOException, InterruptedException {
    long below = Long.MAX_VALUE;
    for (long least : CLASSES) {
      if (list.largestFile() >= least) {
        forEach(list, least, below, visitor);
      }
      below = least;
    }
  }

  private static void forEach(EntryList list, long least, long below, EntryList.Visitor visitor)
      throws IOException, InterruptedException {
    list.forEach(
        (number, entry) -> {
          if (entry.isFile() && entry.size() >= least && entry.size() < below) {
            visitor.visit(number, entry);
          }
        });
  }
}
