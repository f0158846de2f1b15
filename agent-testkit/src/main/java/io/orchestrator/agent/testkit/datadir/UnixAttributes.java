package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/** What {@code lstat} tells about a name; the type is in words, the mode without it. */
record UnixAttributes(
    String type, int mode, String inode, long size, int owner, int group, FileTime modified) {
  static final String FILE = "file";
  static final String FOLDER = "folder";
  static final String LINK = "symbolic link";

  static UnixAttributes of(Path path) throws IOException {
    Map<String, Object> values = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = value(values, "mode", Integer.class);
    return new UnixAttributes(
        type(mode),
        mode & 07777,
        values.get("dev") + ":" + values.get("ino"),
        value(values, "size", Long.class),
        value(values, "uid", Integer.class),
        value(values, "gid", Integer.class),
        value(values, "lastModifiedTime", FileTime.class));
  }

  private static <T> T value(Map<String, Object> values, String name, Class<T> type) {
    return Objects.requireNonNull(type.cast(values.get(name)), name);
  }

  private static String type(int mode) {
    return switch (mode >> 12) {
      case 1 -> "fifo";
      case 2 -> "character device";
      case 4 -> FOLDER;
      case 6 -> "block device";
      case 8 -> FILE;
      case 10 -> LINK;
      case 12 -> "socket";
      default -> "unknown type";
    };
  }
}
