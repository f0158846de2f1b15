package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the target has of one file already: the first of some files that has something other than
 * zeros for a chunk.
 */
final class Basis implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Basis.class);

  static final Basis NONE = new Basis(List.of());

  private final List<FileChannel> files;

  private Basis(List<FileChannel> files) {
    this.files = files;
  }

  /**
   * Opens what is there.
   *
   * @param roots the trees to look into, the best first
   */
  static Basis open(List<Path> roots, Path relative) {
    List<FileChannel> files = new ArrayList<>();
    for (Path root : roots) {
      RegularFile.open(root, relative).ifPresent(files::add);
    }
    return new Basis(files);
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** How many chunks of a file of this size there may be something for. */
  long chunks(long size) throws IOException {
    long most = 0;
    for (FileChannel file : files) {
      long there = file.size();
      long chunks = there >= size ? Chunks.count(size) : there / Chunks.CHUNK;
      most = Math.max(most, chunks);
    }
    return most;
  }

  /**
   * Reads a chunk.
   *
   * @param into as long as the chunk
   * @return false if there is nothing but zeros for it; the content of the buffer is undefined then
   */
  boolean read(long position, ByteBuffer into) throws IOException {
    for (FileChannel file : files) {
      ByteBuffer chunk = into.duplicate();
      if (fill(file, position, chunk) && !Chunks.isZeros(into)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fill(FileChannel file, long position, ByteBuffer into)
      throws ClosedChannelException {
    try {
      int begin = into.position();
      while (into.hasRemaining()) {
        if (file.read(into, position + into.position() - begin) < 0) {
          return false;
        }
      }
      return true;
    } catch (ClosedChannelException over) {
      throw over;
    } catch (IOException unreadable) {
      log.debug("Not used, from byte {}: {}", position, unreadable.toString());
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}
