package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The list of entries, in files of the work directory: memory does not grow with it. One thread
 * adds; then any may read.
 */
final class EntryList implements AutoCloseable {
  /** What the index has of each entry: where it stands and the number of its first part. */
  static final int INDEX_RECORD = 2 * Long.BYTES;

  private static final long CHECK_EVERY = 16L << 20;
  private static final long SPARE = 64L << 20;

  private final Path workDirectory;
  private final SpoolFile entries;
  private final SpoolFile index;
  private final FolderPaths folders = new FolderPaths(this);
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private final DataOutputStream recordOut = new DataOutputStream(record);
  private int count;
  private int files;
  private long bytes;
  private long largestFile;
  private long parts;
  private long nextCheck = CHECK_EVERY;

  private EntryList(Path workDirectory) throws IOException {
    this.workDirectory = workDirectory;
    this.entries = SpoolFile.in(workDirectory);
    this.index = SpoolFile.in(workDirectory);
  }

  static EntryList in(Path workDirectory) throws IOException {
    return new EntryList(workDirectory);
  }

  /**
   * Adds one, which is number {@link #count()} then.
   *
   * @return how many bytes it takes
   */
  int add(Entry entry) throws IOException {
    record.reset();
    EntryFormat.write(entry, recordOut);
    recordOut.flush();
    byte[] all = record.toByteArray();
    index.append(
        ByteBuffer.allocate(INDEX_RECORD).putLong(entries.length()).putLong(parts).array());
    entries.append(all);
    count++;
    if (entry.isFile()) {
      files++;
      bytes += entry.size();
      largestFile = Math.max(largestFile, entry.size());
      parts += Blocks.parts(entry.size());
    }
    requireSpace();
    return all.length;
  }

  private void requireSpace() throws IOException {
    if (entries.length() < nextCheck) {
      return;
    }
    nextCheck = entries.length() + CHECK_EVERY;
    if (Files.getFileStore(workDirectory).getUsableSpace() < SPARE) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "The list of the seed's files does not fit into " + workDirectory + ": make room there");
    }
  }

  /** The size of the largest file; 0 if there is none. */
  long largestFile() {
    return largestFile;
  }

  int count() {
    return count;
  }

  Totals totals() {
    return new Totals(count, files, bytes, Totals.UNKNOWN);
  }

  Entry get(int number) throws IOException {
    long begin = index.getLong((long) number * INDEX_RECORD);
    long end = number + 1 < count ? index.getLong((number + 1L) * INDEX_RECORD) : entries.length();
    byte[] all = entries.read(begin, (int) (end - begin));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    return EntryFormat.read(in.readByte(), in);
  }

  /** For reading entries that follow each other; nothing may be added any more. */
  EntryCursor cursor() {
    return new EntryCursor(entries, index, count);
  }

  /** The number, over all files, of the first part of this file. */
  long firstPart(int number) throws IOException {
    return index.getLong((long) number * INDEX_RECORD + Long.BYTES);
  }

  /** Takes an entry and its number. */
  interface Visitor {
    void visit(int number, Entry entry) throws IOException, InterruptedException;
  }

  /** Visits all in their order. */
  void forEach(Visitor visitor) throws IOException, InterruptedException {
    EntryCursor cursor = cursor();
    for (int number = 0; number < count; number++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      visitor.visit(number, cursor.entry(number));
    }
  }

  /** Where an entry is, relative to the data directory. */
  Path path(Entry entry) throws IOException {
    Path folder = folders.path(entry.parent());
    return entry.name().length() == 0 ? folder : folder.resolve(entry.name().path());
  }

  /**
   * Where a folder is.
   *
   * @throws EntryFormat.BadEntryException if there is no folder with this number
   */
  Path folder(int number) throws IOException {
    return folders.path(number);
  }

  @Override
  public void close() throws IOException {
    try (entries;
        index) {
      record.reset();
    }
  }
}
