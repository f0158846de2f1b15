package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayOutputStream;

/**
 * Follows a tar stream from header to header, to know whether it ended where it says that it ends:
 * GNU tar exits with 0 if its input just stops between two members. Reads headers as GNU tar does.
 * Not thread-safe.
 */
final class TarBoundary {
  private static final int BLOCK = 512;
  private static final int MOST_PAX_BYTES = 8 * 1024 * 1024;

  private final byte[] block = new byte[BLOCK];
  private final ByteArrayOutputStream pax = new ByteArrayOutputStream();
  private int filled;
  private long position;
  private long dataLeft;
  private long dataAfterSparseMap;
  private boolean inSparseMap;
  private long paxLeft;
  private int paxLength;
  private long paxSize = -1;
  private int zeroBlocks;
  private long members;

  /**
   * Takes the next bytes of the stream.
   *
   * @throws AgentException {@code CORRUPT_DATA} if that can't be a tar stream
   */
  void accept(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      int taken;
      if (dataLeft > 0 && filled == 0) {
        taken = (int) Math.min(dataLeft, length - at);
        dataLeft -= taken;
      } else {
        taken = Math.min(BLOCK - filled, length - at);
        System.arraycopy(bytes, at, block, filled, taken);
        filled += taken;
      }
      at += taken;
      position += taken;
      if (filled == BLOCK) {
        filled = 0;
        take();
      }
    }
  }

  /** Has the end-of-archive marker been seen, and the last block been whole? */
  boolean isComplete() {
    return zeroBlocks >= 2 && filled == 0;
  }

  /** How many files, folders and links have begun. */
  long members() {
    return members;
  }

  private void take() {
    if (inSparseMap) {
      inSparseMap = block[504] != 0;
      dataLeft = inSparseMap ? 0 : dataAfterSparseMap;
    } else if (paxLeft > 0) {
      pax.write(block, 0, BLOCK);
      paxLeft -= BLOCK;
      if (paxLeft <= 0) {
        paxSize = PaxRecords.size(pax.toByteArray(), paxLength).orElse(paxSize);
      }
    } else if (isZero()) {
      zeroBlocks++;
    } else if (zeroBlocks > 0) {
      throw corrupt("there is more after the end-of-archive marker");
    } else {
      header();
    }
  }

  private void header() {
    TarHeader header = new TarHeader(block);
    if (!header.hasRightChecksum()) {
      throw corrupt(
          members == 0
              ? Magic.describe(block)
              : "a header's checksum is wrong, the data is damaged");
    }
    switch (header.type()) {
      case 'x' -> beginPax(header.size());
      case 'g', 'L', 'K' -> skip(header.size());
      default -> member(header);
    }
  }

  private void beginPax(long length) {
    if (length < 0 || length > MOST_PAX_BYTES) {
      throw corrupt("an extended header has " + length + " bytes");
    }
    pax.reset();
    paxLength = (int) length;
    paxLeft = length;
  }

  private void member(TarHeader header) {
    members++;
    long size = paxSize >= 0 ? paxSize : header.size();
    paxSize = -1;
    if (header.type() == '1') {
      return;
    }
    if (header.continuesSparseMap()) {
      inSparseMap = true;
      dataAfterSparseMap = padded(size);
    } else {
      skip(size);
    }
  }

  private void skip(long size) {
    dataLeft = padded(size);
  }

  private long padded(long size) {
    if (size < 0 || size > Long.MAX_VALUE - BLOCK) {
      throw corrupt("a header's size is out of range");
    }
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private boolean isZero() {
    for (byte one : block) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  private AgentException corrupt(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA,
        "What arrived is no whole tar archive: at byte " + (position - BLOCK) + " " + what);
  }
}
