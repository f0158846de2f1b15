package io.orchestrator.agent.stream;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
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
 * Writes to a file without the page cache (O_DIRECT), as far as its file system can. Usable from
 * several threads.
 */
final class PastCache implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(PastCache.class);

  private final Path path;
  private Optional<FileChannel> channel = Optional.empty();
  private boolean given;

  /** The channel stays open: another thread may be writing to it. */
  private volatile boolean refuses;

  PastCache(Path path) {
    this.path = path;
  }

  /**
   * Writes whole pages from the beginning of these bytes, or nothing.
   *
   * @param position a multiple of the page's size
   * @return how many bytes it wrote; they are no longer remaining
   */
  int write(ByteBuffer bytes, long position) throws IOException {
    int whole = bytes.remaining() / Runs.PAGE * Runs.PAGE;
    if (whole == 0 || refuses || !isAligned(bytes)) {
      return 0;
    }
    Optional<FileChannel> file = channel();
    if (file.isEmpty()) {
      return 0;
    }
    int begin = bytes.position();
    try {
      ByteBuffer pages = bytes.duplicate().limit(begin + whole);
      while (pages.hasRemaining()) {
        file.get().write(pages, position + pages.position() - begin);
      }
    } catch (ClosedChannelException over) {
      throw over;
    } catch (IOException refused) {
      // A full disk refuses the page cache's way too, and is told then.
      log.debug("{} is written through the page cache from now on: {}", path, refused.toString());
      refuses = true;
      return 0;
    }
    bytes.position(begin + whole);
    return whole;
  }

  private static boolean isAligned(ByteBuffer bytes) {
    return bytes.isDirect() && bytes.alignmentOffset(bytes.position(), Runs.PAGE) == 0;
  }

  private synchronized Optional<FileChannel> channel() {
    if (!given) {
      given = true;
      try {
        channel =
            Optional.of(
                FileChannel.open(
                    path,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS,
                    ExtendedOpenOption.DIRECT));
      } catch (IOException | UnsupportedOperationException refused) {
        log.debug("{} can only be written through the page cache: {}", path, refused.toString());
      }
    }
    return channel;
  }

  @Override
  public synchronized void close() throws IOException {
    given = true;
    if (channel.isPresent()) {
      channel.get().close();
      channel = Optional.empty();
    }
  }
}
