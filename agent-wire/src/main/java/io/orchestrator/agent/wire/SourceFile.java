package io.orchestrator.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file that is being sent; it stays open for its next block. For one thread. */
final class SourceFile implements AutoCloseable {
  private Path path = Path.of("");
  private @Nullable FileChannel open;

  void open(Path file) throws IOException {
    if (open != null && path.equals(file)) {
      return;
    }
    close();
    path = file;
    try {
      open = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw SourceFileException.of(file, e);
    }
  }

  FileChannel channel() {
    if (open == null) {
      throw new IllegalStateException("no file is open");
    }
    return open;
  }

  /** Fills the buffer from there. */
  void read(long position, ByteBuffer into) throws SourceFileException {
    long at = position;
    try {
      while (into.hasRemaining()) {
        int read = channel().read(into, at);
        if (read < 0) {
          throw shorter();
        }
        at += read;
      }
    } catch (SourceFileException known) {
      throw known;
    } catch (IOException e) {
      throw SourceFileException.of(path, e);
    }
  }

  SourceFileException shorter() {
    return new SourceFileException(path + " has become shorter while it was sent");
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
