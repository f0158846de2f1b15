package io.orchestrator.agent.stream;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The pieces of 64 KiB by which a part is compared with what the target has. */
final class Chunks {
  static final int CHUNK = 64 * 1024;
  static final int PER_PART = Blocks.PART / CHUNK;

  /** How much of a chunk's SHA-256 travels. */
  static final int HASH = 16;

  /** Stands for the hash of a chunk that the target has nothing for. */
  static final byte[] NOTHING = new byte[HASH];

  private final MessageDigest digest;

  Chunks() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** How many chunks so many bytes have. */
  static long count(long bytes) {
    return (bytes + CHUNK - 1) / CHUNK;
  }

  /** The chunk of this number in a part, as a view. */
  static ByteBuffer of(ByteBuffer part, int number) {
    int from = part.position() + number * CHUNK;
    return part.slice(from, Math.min(CHUNK, part.limit() - from));
  }

  /** What a chunk is recognised by. */
  byte[] hash(ByteBuffer chunk) {
    digest.update(chunk.duplicate());
    return Arrays.copyOf(digest.digest(), HASH);
  }

  static boolean isZeros(ByteBuffer chunk) {
    int at = chunk.position();
    int last = chunk.limit() - Long.BYTES;
    for (; at <= last; at += Long.BYTES) {
      if (chunk.getLong(at) != 0) {
        return false;
      }
    }
    for (; at < chunk.limit(); at++) {
      if (chunk.get(at) != 0) {
        return false;
      }
    }
    return true;
  }
}
