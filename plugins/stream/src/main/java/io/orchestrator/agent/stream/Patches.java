package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Composes parts from what the target has already and the chunks that the source sends. */
final class Patches {
  private static final int LOCKS = 64;

  /** Takes a part that is whole again. */
  interface Parts {
    void take(long number, long position, int length, ByteBuffer bytes) throws IOException;
  }

  private final EntryList list;
  private final ArrivedParts arrived;
  private final Bases bases;
  private final Progress progress;
  private final Object[] locks = new Object[LOCKS];

  Patches(EntryList list, ArrivedParts arrived, Bases bases, Progress progress) {
    this.list = list;
    this.arrived = arrived;
    this.bases = bases;
    this.progress = progress;
    Arrays.setAll(locks, number -> new Object());
  }

  /** Takes a block of them. */
  void take(ByteBuffer block, Parts parts) throws IOException {
    while (block.hasRemaining()) {
      if (block.remaining() < Patch.HEADER) {
        throw bad("a block that ends within a patch's header");
      }
      Patch patch = Patch.read(block);
      if (patch.number() < 1 || patch.number() >= list.count()) {
        throw bad("a patch of a file that is not in its list");
      }
      Entry entry = list.get(patch.number());
      ByteBuffer data = block.slice(block.position(), length(patch, entry, block.remaining()));
      block.position(block.position() + data.remaining());
      take(patch, entry, data, parts);
    }
  }

  /** Of the chunks that came with it. */
  private static int length(Patch patch, Entry entry, int remaining) {
    boolean inFile =
        entry.isFile()
            && entry.size() > Blocks.SMALL
            && patch.part() >= 0
            && patch.part() < Blocks.parts(entry.size());
    if (!inFile) {
      throw bad("a patch that does not belong into its file");
    }
    int whole = partLength(patch, entry);
    if (!patch.fits(Chunks.count(whole))) {
      throw bad("a patch of chunks that its file does not have");
    }
    int length = 0;
    for (int chunk = 0; chunk < Chunks.count(whole); chunk++) {
      if (!patch.isEqual(chunk) && !patch.isZeros(chunk)) {
        length += Math.min(Chunks.CHUNK, whole - chunk * Chunks.CHUNK);
      }
    }
    if (length > remaining) {
      throw bad("a block that ends within a patch");
    }
    return length;
  }

  private static long position(Patch patch) {
    return (long) patch.part() * Blocks.PART;
  }

  private static int partLength(Patch patch, Entry entry) {
    return Blocks.partLength(entry.size(), position(patch));
  }

  private void take(Patch patch, Entry entry, ByteBuffer data, Parts parts) throws IOException {
    long part = list.firstPart(patch.number()) + patch.part();
    synchronized (locks[(int) (part % LOCKS)]) {
      if (arrived.hasArrived(part)) {
        return;
      }
      ByteBuffer whole = ByteBuffer.allocate(partLength(patch, entry));
      int reused = compose(patch, entry, data, whole);
      if (Patch.checksum(whole) != patch.checksum()) {
        throw new AgentException(
            ErrorCode.CORRUPT_DATA,
            Sizes.name(list.path(entry))
                + ", composed from what was there already and what the source sent, is not what"
                + " the source has (part "
                + patch.part()
                + "): has somebody changed it meanwhile, or is a disk or memory faulty?");
      }
      bases.used(entry, list.path(entry));
      parts.take(patch.number(), position(patch), whole.remaining(), whole);
      progress.reused(reused);
    }
  }

  private int compose(Patch patch, Entry entry, ByteBuffer data, ByteBuffer whole)
      throws IOException {
    int reused = 0;
    try (Basis basis = bases.offered(patch.number(), entry)) {
      if (basis.isEmpty()) {
        throw bad("a patch of a file of which nothing was offered");
      }
      for (int chunk = 0; chunk < Chunks.count(whole.limit()); chunk++) {
        ByteBuffer place = Chunks.of(whole, chunk);
        if (patch.isEqual(chunk)) {
          reused += place.remaining();
          // One that is gone shows in the checksum.
          boolean unused = basis.read(position(patch) + (long) chunk * Chunks.CHUNK, place);
        } else if (!patch.isZeros(chunk)) {
          place.put(data.slice(data.position(), place.remaining()));
          data.position(data.position() + place.limit());
        }
      }
    }
    return reused;
  }

  private static AgentException bad(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA, "The source sent " + what + ": it is a faulty agent");
  }
}
