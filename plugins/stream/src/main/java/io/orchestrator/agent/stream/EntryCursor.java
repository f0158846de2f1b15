package io.orchestrator.agent.stream;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Looks up entries that mostly follow each other: it reads a few hundred at a time, where {@link
 * EntryList#get} reads each by itself. For one thread.
 */
final class EntryCursor {
  private static final int MOST = 256;

  /** Of those read at a time; a single entry can have more. */
  private static final int MOST_BYTES = 64 * 1024;

  private final SpoolFile entries;
  private final SpoolFile index;
  private final int count;
  private ByteBuffer places = ByteBuffer.allocate(0);
  private final Window window = new Window();
  private final DataInputStream in = new DataInputStream(window);
  private int first;
  private int end;

  /**
   * For a list to which nothing is added any more.
   *
   * @param index of each entry where it begins and the number of its first part
   */
  EntryCursor(SpoolFile entries, SpoolFile index, int count) {
    this.entries = entries;
    this.index = index;
    this.count = count;
  }

  /** The entry of this number, from 0 to below the list's count. */
  Entry entry(int number) throws IOException {
    require(number);
    window.goTo((int) (begin(number) - begin(first)));
    return EntryFormat.read(in.readByte(), in);
  }

  /** The number, over all files, of its first part. */
  long firstPart(int number) throws IOException {
    require(number);
    return places.getLong((number - first) * EntryList.INDEX_RECORD + Long.BYTES);
  }

  private long begin(int number) throws IOException {
    int record = number - first;
    return number == count ? entries.length() : places.getLong(record * EntryList.INDEX_RECORD);
  }

  private void require(int number) throws IOException {
    if (number >= first && number < end) {
      return;
    }
    // One more than is used: where it begins, the last one ends.
    int records = Math.min(MOST + 1, count - number);
    long at = (long) number * EntryList.INDEX_RECORD;
    places = ByteBuffer.wrap(index.read(at, records * EntryList.INDEX_RECORD));
    first = number;
    end = Math.min(number + MOST, count);
    while (end - first > 1 && begin(end) - begin(first) > MOST_BYTES) {
      end = first + (end - first) / 2;
    }
    window.show(entries.read(begin(first), (int) (begin(end) - begin(first))));
  }

  /** What was read. It has no lock, which would cost more than the reading. */
  private static final class Window extends InputStream {
    private byte[] bytes = {};
    private int at;

    void show(byte[] read) {
      bytes = read;
    }

    void goTo(int position) {
      at = position;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int read = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, into, offset, read);
      at += read;
      return read > 0 ? read : -1;
    }
  }
}
