package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Reads what the target has already; no more of it than for one part at a time. */
final class Offers {
  private final DataInputStream in;
  private final boolean any;
  private long left;

  /**
   * Reads from the target.
   *
   * @param any whether it has anything of any file
   */
  Offers(DataInputStream in, boolean any) {
    this.in = in;
    this.any = any;
  }

  /**
   * Goes on to the next file, in {@link SendOrder}.
   *
   * @return whether the target has something of it
   */
  boolean next(Entry entry) throws IOException {
    if (left > 0) {
      throw new IllegalStateException(left + " hashes of the file before are unread");
    }
    if (!any) {
      return false;
    }
    try {
      int offer = in.readUnsignedByte();
      if (offer == Format.BASIS) {
        left = in.readLong();
      }
      boolean sound =
          (offer == Format.BASIS || offer == Format.NO_BASIS)
              && left >= 0
              && left <= Chunks.count(entry.size());
      if (!sound) {
        throw faulty();
      }
      return offer == Format.BASIS;
    } catch (EOFException cut) {
      throw faulty();
    }
  }

  /**
   * The hashes of the file's next part: one for each of its first chunks, and none for the others.
   */
  byte[] nextPart() throws IOException {
    int count = (int) Math.min(Chunks.PER_PART, left);
    left -= count;
    byte[] hashes = new byte[count * Chunks.HASH];
    try {
      in.readFully(hashes);
    } catch (EOFException cut) {
      throw faulty();
    }
    return hashes;
  }

  private static AgentException faulty() {
    return new AgentException(
        ErrorCode.PEER_FAILED,
        "The target said of what it has already something that can't be: it is a faulty agent");
  }
}
