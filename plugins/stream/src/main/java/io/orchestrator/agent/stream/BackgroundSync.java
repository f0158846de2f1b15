package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.stream.OpenFiles.OpenFile;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Brings big files to disk while more of them comes, so that little is left for the end. It has a
 * thread of its own.
 */
final class BackgroundSync implements AutoCloseable {
  /** Of one file, between two times. */
  private static final long EVERY = 256L << 20;

  private static final int MOST_WAITING = 16;
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final OpenFiles files;
  private final BlockingQueue<OpenFile> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread = new Thread(this::run, "stream-sync");
  private volatile Optional<AgentException> failure = Optional.empty();

  BackgroundSync(OpenFiles files) {
    this.files = files;
    thread.setDaemon(true);
    thread.start();
  }

  /** More was written to a file. */
  void written(OpenFile file, int bytes) {
    requireGood();
    if (files.written(file, bytes, EVERY) && !waiting.offer(file)) {
      files.giveBack(file);
    }
  }

  /** Throws what has failed so far. */
  void requireGood() {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void run() {
    try {
      while (true) {
        OpenFile file = waiting.take();
        try {
          file.content().force();
        } catch (ClosedChannelException over) {
          return;
        } catch (IOException failed) {
          failure = Optional.of(files.failure(file, failed));
        } finally {
          files.giveBack(file);
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread; what is not on disk yet is for whoever syncs the whole file system. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
