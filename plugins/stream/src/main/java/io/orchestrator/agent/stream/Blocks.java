package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;

/**
 * How contents are cut: a file travels as parts of 1 MiB whose id is its number; files of at most
 * 64 KiB travel many to a block, each as its number (4 bytes), its length (4) and its content. Of
 * parts that the target has something of only the other chunks travel, many parts to a block, each
 * as a {@link Patch} and those chunks.
 */
final class Blocks {
  static final int PART = WireSender.MAX_BLOCK;

  /** The largest file that shares a block with others. */
  static final int SMALL = 64 * 1024;

  /** How much a shared block has at most. Of files of usual sizes larger ones are no quicker. */
  static final int SHARED_BLOCK = 256 * 1024;

  /** The id of shared blocks: the data directory's number, which has no content of its own. */
  static final long SHARED = 0;

  /** The id of blocks of patches; see {@link Patch}. No list is so long. */
  static final long PATCHED = Long.MAX_VALUE;

  /** What each file in a shared block has before its content. */
  static final int SHARED_HEADER = 2 * Integer.BYTES;

  private Blocks() {}

  /** How many parts a file of this size has. */
  static long parts(long size) {
    return (size + PART - 1) / PART;
  }

  /** Does it travel in a block with others? */
  static boolean isShared(Entry entry) {
    return entry.isFile() && entry.size() > 0 && entry.size() <= SMALL;
  }

  /** How long the part is that begins there. */
  static int partLength(long size, long position) {
    return (int) Math.min(PART, size - position);
  }
}
