package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files that parts are written to: they stay open for the next part, but not too many. */
final class OpenFiles implements AutoCloseable {
  private static final int MOST = 32;

  /** Opens a file. */
  interface Opener {
    TargetFile open() throws IOException;
  }

  /** An open file. */
  static final class OpenFile {
    private final Path path;
    private final TargetFile content;
    private int users;
    private long unsynced;

    OpenFile(Path path, TargetFile content) {
      this.path = path;
      this.content = content;
    }

    TargetFile content() {
      return content;
    }
  }

  private final Path datadir;
  private final Map<Integer, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  OpenFiles(Path datadir) {
    this.datadir = datadir;
  }

  /**
   * The file of this number, which stays open until it is given back.
   *
   * @param path relative to the datadir
   * @throws AgentException if another that is closed for it can't be written
   */
  synchronized OpenFile take(int number, Path path, Opener opener) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    OpenFile file = open.get(number);
    if (file == null) {
      closeOldest();
      file = new OpenFile(path, opener.open());
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

  private void closeOldest() {
    Iterator<OpenFile> oldestFirst = open.values().iterator();
    while (open.size() >= MOST && oldestFirst.hasNext()) {
      OpenFile file = oldestFirst.next();
      if (file.users == 0) {
        oldestFirst.remove();
        close(file);
      }
    }
  }

  // NFS and quotas tell only now that something could not be written.
  private void close(OpenFile file) {
    try {
      file.content.close();
    } catch (IOException failed) {
      throw failure(file, failed);
    }
  }

  /** What to throw where it could not be written, which may be within another's turn. */
  AgentException failure(OpenFile file, IOException failed) {
    return TargetFailure.of(datadir, file.path, failed);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Optional<AgentException> first = Optional.empty();
    for (OpenFile file : open.values()) {
      try {
        close(file);
      } catch (AgentException failed) {
        first = first.or(() -> Optional.of(failed));
      }
    }
    open.clear();
    if (first.isPresent()) {
      throw first.get();
    }
  }
}
