package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What {@code lstat} says of a name in the source. */
record SourceNode(
    int format,
    int mode,
    long inode,
    long device,
    int links,
    int uid,
    int gid,
    long size,
    Instant modified) {
  private static final String WANTED = "unix:mode,ino,dev,nlink,uid,gid,size,lastModifiedTime";
  private static final int FORMAT_SHIFT = 12;
  private static final int FOLDER = 4;
  private static final int FILE = 8;
  private static final int LINK = 10;

  static SourceNode of(Path path) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
    int mode = value(all, "mode", Integer.class);
    return new SourceNode(
        mode >> FORMAT_SHIFT,
        mode & Attributes.MODE_BITS,
        value(all, "ino", Long.class),
        value(all, "dev", Long.class),
        value(all, "nlink", Integer.class),
        value(all, "uid", Integer.class),
        value(all, "gid", Integer.class),
        value(all, "size", Long.class),
        value(all, "lastModifiedTime", FileTime.class).toInstant());
  }

  /** Requires that it is still what the list says. */
  static void requireAsListed(Path path, Entry entry) throws InterruptedException {
    try {
      SourceNode now = of(path);
      if (!now.isAsListed(entry)) {
        throw SourceFailure.changed(path, now, entry);
      }
    } catch (IOException failed) {
      throw SourceFailure.of(path, failed);
    }
  }

  private static <T> T value(Map<String, Object> all, String name, Class<T> type) {
    return Objects.requireNonNull(type.cast(all.get(name)), name);
  }

  boolean isFolder() {
    return format == FOLDER;
  }

  boolean isFile() {
    return format == FILE;
  }

  boolean isLink() {
    return format == LINK;
  }

  /** Is it still what the list says? */
  boolean isAsListed(Entry entry) {
    boolean sameTime =
        modified.getEpochSecond() == entry.attributes().seconds()
            && modified.getNano() == entry.attributes().nanos();
    return sameTime && (entry.isFolder() ? isFolder() : isFile() && size == entry.size());
  }
}
