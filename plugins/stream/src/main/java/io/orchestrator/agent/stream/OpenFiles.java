package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that parts are written to: they stay open for the next part, but not too many. */
final class OpenFiles implements AutoCloseable {
  private static final int MOST = 32;

  /** Opens a file. */
  interface Opener {
    TargetFile open() throws IOException;
  }

  /** An open file. */
  static final class OpenFile {
    private final TargetFile content;
    private int users;
    private long unsynced;

    OpenFile(TargetFile content) {
      this.content = content;
    }

    TargetFile content() {
      return content;
    }
  }

  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** The file of this number, which stays open until it is given back. */
  synchronized OpenFile take(int number, Opener opener) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    OpenFile file = open.get(number);
    if (file == null) {
      closeOldest();
      file = new OpenFile(opener.open());
      open.put(number, file);
    }
    file.users++;
    return file;
  }

  synchronized void giveBack(OpenFile file) {
    file.users--;
  }

  /**
   * More was written to it.
   *
   * @return whether it is so much since the last time that it should go to disk, in which case the
   *     file is taken once more
   */
  synchronized boolean written(OpenFile file, int bytes, long most) {
    file.unsynced += bytes;
    if (file.unsynced < most) {
      return false;
    }
    file.unsynced = 0;
    file.users++;
    return true;
  }

  private void closeOldest() throws IOException {
    Iterator<OpenFile> oldestFirst = open.values().iterator();
    while (open.size() >= MOST && oldestFirst.hasNext()) {
      OpenFile file = oldestFirst.next();
      if (file.users == 0) {
        oldestFirst.remove();
        file.content.close();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (OpenFile file : open.values()) {
      file.content.close();
    }
    open.clear();
  }
}
