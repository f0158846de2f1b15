package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.wire.BlockSink;
import io.orchestrator.agent.stream.OpenFiles.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Writes the blocks that arrive. A file of one part is finished at once, its attributes included;
 * the others stay open for their other parts, and {@link Finishing} does the rest. {@link
 * SmallFiles} takes the blocks that files share.
 */
final class Arrivals implements BlockSink, AutoCloseable {
  private static final int LOCKS = 64;

  private final Path datadir;
  private final EntryList list;
  private final ArrivedParts parts;
  private final Progress progress;
  private final Transfer transfer;
  private final Bases bases;
  private final Patches patches;
  private final SmallFiles small;
  private final OpenFiles files;
  private final BackgroundSync sync;
  private final Object[] locks = new Object[LOCKS];
  private final ReadWriteLock going = new ReentrantReadWriteLock();
  private boolean closed;
  private volatile Optional<AgentException> failure = Optional.empty();

  Arrivals(
      Path datadir,
      EntryList list,
      ArrivedParts parts,
      Bases bases,
      Progress progress,
      Transfer transfer) {
    this.datadir = datadir;
    this.list = list;
    this.files = new OpenFiles(datadir);
    this.sync = new BackgroundSync(files);
    this.parts = parts;
    this.progress = progress;
    this.transfer = transfer;
    this.bases = bases;
    this.patches = new Patches(list, parts, bases, progress);
    this.small = new SmallFiles(datadir, list, parts, progress);
    Arrays.setAll(locks, number -> new Object());
  }

  @Override
  public void take(long id, long position, ByteBuffer bytes) throws IOException {
    guarded(
        () -> {
          if (id == Blocks.SHARED) {
            small.take(position, bytes);
          } else if (id == Blocks.PATCHED) {
            patches.take(bytes, this::takePart);
          } else {
            takePart(id, position, bytes.remaining(), bytes);
          }
        });
  }

  @Override
  public void takeZeros(long id, long position, int length) throws IOException {
    guarded(() -> takePart(id, position, length, ByteBuffer.allocate(0)));
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Nothing is written any more once this is closed. */
  private void guarded(Work work) throws IOException {
    going.readLock().lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      work.run();
    } catch (ClosedChannelException over) {
      throw stopped(over);
    } finally {
      going.readLock().unlock();
    }
  }

  /** This side has failed, elsewhere, and is about to close this. */
  void failed(AgentException why) {
    failure = Optional.of(why);
  }

  /** This side was stopped while blocks came; whichever thread is first tells the source why. */
  private AgentException stopped(IOException over) {
    if (failure.isPresent()) {
      return failure.get();
    }
    return new AgentException(
        ErrorCode.ABORTED, transfer.endReason().orElse("The receiver was stopped"), over);
  }

  /**
   * A part of a file.
   *
   * @param bytes empty if it is nothing but zeros
   */
  private void takePart(long id, long position, int length, ByteBuffer bytes) throws IOException {
    if (id < 1 || id >= list.count()) {
      throw bad("a part of a file that is not in its list");
    }
    int number = (int) id;
    Entry entry = list.get(number);
    boolean fits =
        entry.isFile()
            && position % Blocks.PART == 0
            && position < entry.size()
            && length == Blocks.partLength(entry.size(), position);
    if (!fits) {
      throw bad("a part that does not belong into its file");
    }
    Path path = list.path(entry);
    try {
      if (entry.size() <= Blocks.PART) {
        takeWhole(number, entry, datadir.resolve(path), bytes);
      } else {
        takeOneOfMany(number, entry, path, position, bytes);
      }
    } catch (ClosedChannelException over) {
      throw over;
    } catch (IOException failed) {
      throw TargetFailure.of(datadir, path, failed);
    }
  }

  private static AgentException bad(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA, "The source sent " + what + ": it is a faulty agent");
  }

  private void takeWhole(int number, Entry entry, Path path, ByteBuffer bytes) throws IOException {
    long part = list.firstPart(number);
    synchronized (locks[number % LOCKS]) {
      if (parts.hasArrived(part)) {
        return;
      }
      try (TargetFile file = TargetFile.create(path)) {
        file.resize(entry.size());
        file.write(0, bytes);
      }
      entry.attributes().applyTo(path);
      parts.arrived(part);
    }
    progress.content(entry.size(), 1);
  }

  private void takeOneOfMany(int number, Entry entry, Path path, long position, ByteBuffer bytes)
      throws IOException {
    long first = list.firstPart(number);
    long part = first + position / Blocks.PART;
    int length = Blocks.partLength(entry.size(), position);
    OpenFile file = files.take(number, path, () -> open(first, entry, datadir.resolve(path)));
    try {
      boolean again = parts.hasArrived(part);
      int cached =
          bases.isAdopted(number)
              ? file.content().overwrite(position, length, bytes)
              : file.content().write(position, bytes);
      parts.arrived(part);
      if (!again) {
        progress.content(length, position + length == entry.size() ? 1 : 0);
      }
      sync.written(file, cached);
    } finally {
      files.giveBack(file);
    }
  }

  private TargetFile open(long firstPart, Entry entry, Path path) throws IOException {
    if (parts.isCreated(firstPart)) {
      return TargetFile.reopen(path);
    }
    TargetFile file = TargetFile.create(path);
    boolean good = false;
    try {
      // First: a full disk must not show as a file that is there already, on another connection.
      parts.created(firstPart);
      file.resize(entry.size());
      good = true;
      return file;
    } finally {
      if (!good) {
        file.close();
      }
    }
  }

  /** Requires that what went to disk in the background did. */
  void requireGood() {
    sync.requireGood();
  }

  @Override
  public void close() throws IOException {
    sync.close();
    going.writeLock().lock();
    try {
      closed = true;
      files.close();
    } finally {
      going.writeLock().unlock();
    }
  }
}
