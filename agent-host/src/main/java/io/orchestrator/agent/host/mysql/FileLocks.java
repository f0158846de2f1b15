package io.orchestrator.agent.host.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who holds a lock on a file, from {@code /proc/locks}. */
final class FileLocks {
  private static final Pattern HELD =
      Pattern.compile("\\d+: \\w+\\s+\\w+\\s+WRITE (-?\\d+) (\\w+):(\\w+):(\\d+) .*");

  private FileLocks() {}

  /**
   * The process that has the file locked for writing.
   *
   * @throws IOException if the file is not there or may not be seen, or the locks may not be read
   */
  static OptionalLong holder(Path locks, Path file) throws IOException {
    long inode = (Long) Files.getAttribute(file, "unix:ino");
    long device = (Long) Files.getAttribute(file, "unix:dev");
    long major = (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
    long minor = (device & 0xff) | (device >>> 12 & ~0xffL);
    try (Stream<String> lines = Files.lines(locks)) {
      return lines
          .map(HELD::matcher)
          .filter(Matcher::matches)
          .filter(held -> Long.parseLong(held.group(2), 16) == major)
          .filter(held -> Long.parseLong(held.group(3), 16) == minor)
          .filter(held -> Long.parseUnsignedLong(held.group(4)) == inode)
          .mapToLong(held -> Long.parseLong(held.group(1)))
          .findFirst();
    }
  }
}
