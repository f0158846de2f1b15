package io.orchestrator.agent.stream;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the source without leaving it in the page cache (O_DIRECT), which on a producing host is
 * full of what its server needs. For one thread.
 */
final class SparingReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SparingReader.class);
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(Blocks.PART).asReadOnlyBuffer();

  private Path path = Path.of("");
  private Optional<FileChannel> channel = Optional.empty();
  private boolean off;

  /**
   * A reader.
   *
   * @param on else it reads nothing
   */
  SparingReader(boolean on) {
    this.off = !on;
  }

  /**
   * Reads a part of a file.
   *
   * @return empty if it has to be read in another way: the file system can't do this, there is less
   *     than that, or nothing but zeros
   */
  Optional<ByteBuffer> read(Path file, long position, int length) throws IOException {
    Optional<FileChannel> in = open(file);
    if (in.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer pages = ByteBuffer.allocate((length + Runs.PAGE - 1) / Runs.PAGE * Runs.PAGE);
    try {
      int read = 0;
      while (pages.position() < length && read >= 0 && pages.position() % Runs.PAGE == 0) {
        read = in.get().read(pages, position + pages.position());
      }
    } catch (ClosedChannelException over) {
      throw over;
    } catch (IOException failed) {
      refuse(file, failed);
      return Optional.empty();
    }
    boolean whole = pages.position() >= length;
    ByteBuffer part = pages.flip().limit(Math.min(length, pages.limit()));
    return whole && !part.equals(ZEROS.duplicate().limit(length))
        ? Optional.of(part)
        : Optional.empty();
  }

  private Optional<FileChannel> open(Path file) throws IOException {
    if (!off && !path.equals(file)) {
      close();
      try {
        channel =
            Optional.of(
                FileChannel.open(
                    file,
                    StandardOpenOption.READ,
                    LinkOption.NOFOLLOW_LINKS,
                    ExtendedOpenOption.DIRECT));
        path = file;
      } catch (IOException | UnsupportedOperationException failed) {
        refuse(file, failed);
      }
    }
    return channel;
  }

  /** What is wrong with the file itself shows when it is read in the usual way. */
  private void refuse(Path file, Exception why) throws IOException {
    off = true;
    log.warn("The page cache can't be spared from here on: {}: {}", file, why.toString());
    close();
  }

  @Override
  public void close() throws IOException {
    path = Path.of("");
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }
}
