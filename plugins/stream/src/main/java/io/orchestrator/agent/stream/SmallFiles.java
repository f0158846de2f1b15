package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes the files that share a block. They are the many, so each look and each write counts: what
 * is known of them is read and noted for a block at a time, and who owns a new file is asked once
 * for a folder.
 */
final class SmallFiles {
  private static final int LOCKS = 64;

  private final Path datadir;
  private final EntryList list;
  private final ArrivedParts parts;
  private final Progress progress;
  private final Object[] locks = new Object[LOCKS];

  SmallFiles(Path datadir, EntryList list, ArrivedParts parts, Progress progress) {
    this.datadir = datadir;
    this.list = list;
    this.parts = parts;
    this.progress = progress;
    Arrays.setAll(locks, number -> new Object());
  }

  /**
   * Takes a block. After a cut connection one may come again while it is still being written.
   *
   * @param number the block's
   */
  void take(long number, ByteBuffer block) throws IOException {
    synchronized (locks[Math.floorMod(number, LOCKS)]) {
      EntryCursor entries = list.cursor();
      ArrivedParts.Batch arrived = parts.batch();
      NewFiles.Owners owners = new NewFiles.Owners();
      while (block.hasRemaining()) {
        if (block.remaining() < Blocks.SHARED_HEADER) {
          throw bad("a block that ends within a file's header");
        }
        int file = block.getInt();
        int length = block.getInt();
        if (length < 1 || length > Math.min(block.remaining(), Blocks.SMALL)) {
          throw bad("a block with a file of an impossible length");
        }
        if (file < 1 || file >= list.count()) {
          throw bad("a file that is not in its list");
        }
        Entry entry = entries.entry(file);
        if (!entry.isFile() || entry.size() != length) {
          throw bad("a file that is another one in its list");
        }
        long part = entries.firstPart(file);
        if (!arrived.has(part)) {
          write(entry, block.slice(block.position(), length), owners);
          arrived.add(part);
        }
        block.position(block.position() + length);
      }
      arrived.write();
    }
  }

  private void write(Entry entry, ByteBuffer content, NewFiles.Owners owners) throws IOException {
    Path path = list.path(entry);
    Path whole = datadir.resolve(path);
    try {
      TargetFile.createWhole(whole, content);
      entry.attributes().applyToNew(whole, owners.of(entry.parent(), whole));
    } catch (ClosedChannelException over) {
      throw over;
    } catch (IOException failed) {
      throw TargetFailure.of(datadir, path, failed);
    }
    progress.content(entry.size(), 1);
  }

  private static AgentException bad(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA, "The source sent " + what + ": it is a faulty agent");
  }
}
