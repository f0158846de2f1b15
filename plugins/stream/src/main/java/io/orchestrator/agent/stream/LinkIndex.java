package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;

/** By inode, the first entry of each file that has several names. Twelve bytes of memory each. */
final class LinkIndex {
  private static final int FIRST_SIZE = 1024;
  private static final int MOST = 1 << 22;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] inodes = new long[FIRST_SIZE];
  private int[] numbers = new int[FIRST_SIZE];
  private int count;

  /**
   * The entry that had this inode first; the given one if there was none.
   *
   * @param number more than 0
   */
  int first(long inode, int number) {
    int slot = slot(inode);
    if (numbers[slot] != 0) {
      return numbers[slot];
    }
    if (2 * (count + 1) > inodes.length) {
      grow();
      slot = slot(inode);
    }
    inodes[slot] = inode;
    numbers[slot] = number;
    count++;
    return number;
  }

  private int slot(long inode) {
    int mask = inodes.length - 1;
    int slot = (int) ((inode * SPREAD) >>> 32) & mask;
    while (numbers[slot] != 0 && inodes[slot] != inode) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    if (inodes.length >= 2 * MOST) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "The source has more than " + MOST + " files with several names: that is too many");
    }
    long[] oldInodes = inodes;
    int[] oldNumbers = numbers;
    inodes = new long[2 * oldInodes.length];
    numbers = new int[inodes.length];
    for (int old = 0; old < oldInodes.length; old++) {
      if (oldNumbers[old] != 0) {
        int slot = slot(oldInodes[old]);
        inodes[slot] = oldInodes[old];
        numbers[slot] = oldNumbers[old];
      }
    }
  }
}
