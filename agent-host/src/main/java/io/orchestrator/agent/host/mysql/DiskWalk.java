package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One walk through a directory tree that adds up sizes. For one use in one thread. */
final class DiskWalk {
  private static final int FILE_TYPE = 0170000;
  private static final int DIRECTORY = 0040000;

  private record Inode(long device, long number) {}

  private final Path top;
  private final Set<String> without;
  private final long end;
  private final Deque<Path> directories = new ArrayDeque<>();
  private final Set<Inode> linked = new HashSet<>();
  private long sum;

  /**
   * A walk from here.
   *
   * @param end by {@link System#nanoTime()}, when to give up
   */
  DiskWalk(Path top, Set<String> without, long end) {
    this.top = top;
    this.without = without;
    this.end = end;
  }

  long bytes() throws IOException, InterruptedException {
    add(top);
    while (!directories.isEmpty()) {
      Path directory = directories.pop();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          if (!directory.equals(top) || !without.contains(entry.getFileName().toString())) {
            addIfStillThere(entry);
          }
        }
      } catch (NoSuchFileException | NotDirectoryException vanished) {
        // A server at work drops tables while we look.
      } catch (DirectoryIteratorException failed) {
        throw failed.getCause();
      }
    }
    return sum;
  }

  private void addIfStillThere(Path entry) throws IOException, InterruptedException {
    try {
      add(entry);
    } catch (NoSuchFileException vanished) {
      // The same.
    }
  }

  private void add(Path path) throws IOException, InterruptedException {
    goOn();
    Map<String, Object> file =
        Files.readAttributes(path, "unix:mode,size,nlink,dev,ino", LinkOption.NOFOLLOW_LINKS);
    if ((number(file, "mode") & FILE_TYPE) == DIRECTORY) {
      directories.push(path);
    } else if (number(file, "nlink") > 1
        && !linked.add(new Inode(number(file, "dev"), number(file, "ino")))) {
      return;
    }
    sum += number(file, "size");
  }

  private static long number(Map<String, Object> file, String attribute) {
    return ((Number) Objects.requireNonNull(file.get(attribute))).longValue();
  }

  private void goOn() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("measuring " + top);
    }
    if (System.nanoTime() - end > 0) {
      throw new AgentException(
          ErrorCode.TIMED_OUT, "Measuring " + top + " took too long; try again later");
    }
  }
}
