package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends the small files, many to a block. They are read when their block is sent. Blocks from
 * several stretches of the list take turns: a target can make only one file at a time in a folder,
 * and has several connections to take blocks from.
 */
final class SharedBlocks {
  private static final int STRETCHES = 4;

  /** Of files of a few bytes: each takes some memory until its block has arrived. */
  private static final int MOST_FILES = 1024;

  private final Path source;
  private final EntryList list;
  private final WireSender wire;
  private final Progress progress;

  SharedBlocks(Path source, EntryList list, WireSender wire, Progress progress) {
    this.source = source;
    this.list = list;
    this.wire = wire;
    this.progress = progress;
  }

  /** Sends all. */
  void send() throws IOException, InterruptedException {
    Deque<Stretch> stretches = new ArrayDeque<>();
    for (int stretch = 0; stretch < STRETCHES; stretch++) {
      stretches.addLast(new Stretch(begin(stretch), begin(stretch + 1)));
    }
    long number = 0;
    while (!stretches.isEmpty()) {
      Stretch stretch = stretches.removeFirst();
      List<SmallFile> block = stretch.nextBlock();
      if (!block.isEmpty()) {
        send(number, block);
        number++;
        stretches.addLast(stretch);
      }
    }
  }

  private int begin(int stretch) {
    return (int) ((long) list.count() * stretch / STRETCHES);
  }

  private void send(long number, List<SmallFile> block) throws InterruptedException {
    int content = block.stream().mapToInt(SmallFile::size).sum();
    int length = content + block.size() * Blocks.SHARED_HEADER;
    wire.sendContent(Blocks.SHARED, number, length, into -> write(block, into));
    progress.content(content, block.size());
  }

  private record SmallFile(int number, Entry entry, Path path) {
    int size() {
      return (int) entry.size();
    }
  }

  /** Entries that follow each other in the list. */
  private final class Stretch {
    private final EntryCursor entries = list.cursor();
    private final int end;
    private int next;

    Stretch(int begin, int end) {
      this.next = begin;
      this.end = end;
    }

    /** As many small files as fit; empty if there are no more. */
    List<SmallFile> nextBlock() throws IOException, InterruptedException {
      List<SmallFile> block = new ArrayList<>();
      int room = Blocks.SHARED_BLOCK;
      for (; next < end && block.size() < MOST_FILES; next++) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Entry entry = entries.entry(next);
        if (!Blocks.isShared(entry)) {
          continue;
        }
        room -= Blocks.SHARED_HEADER + (int) entry.size();
        if (room < 0) {
          break;
        }
        Path path = source.resolve(list.path(entry));
        // What else it has, up to 64 KiB, would stay in memory until the block has arrived.
        block.add(new SmallFile(next, entry.with(entry.attributes().bare()), path));
      }
      return block;
    }
  }

  private static void write(List<SmallFile> block, ByteBuffer into) throws InterruptedException {
    for (SmallFile file : block) {
      into.putInt(file.number()).putInt(file.size());
      try {
        read(file.path(), into.slice(into.position(), file.size()));
      } catch (EOFException shorter) {
        SourceNode.requireAsListed(file.path(), file.entry());
        throw SourceFailure.of(file.path(), shorter);
      } catch (IOException failed) {
        throw SourceFailure.of(file.path(), failed);
      }
      into.position(into.position() + file.size());
    }
  }

  private static void read(Path path, ByteBuffer into) throws IOException {
    try (FileChannel in =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      while (into.hasRemaining()) {
        if (in.read(into) < 0) {
          throw new EOFException("it is shorter than its size");
        }
      }
    }
  }
}
