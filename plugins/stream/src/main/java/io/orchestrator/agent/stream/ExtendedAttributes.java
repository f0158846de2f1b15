package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.Map;

/** Extended attributes of the namespace user, which any owner of a file may set. */
final class ExtendedAttributes {
  /** As many as one entry may have, and the largest that Linux has. */
  static final int MOST = 255;

  static final int LONGEST_NAME = 255;
  static final int LONGEST_VALUE = 64 * 1024;

  private ExtendedAttributes() {}

  /** Has the file system of this folder any? */
  static boolean areThere(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  /** Those of a file or folder. */
  static Map<String, byte[]> read(Path path) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Map<String, byte[]> all = new HashMap<>();
    for (String name : view.list()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      all.put(name, value.array());
    }
    if (all.size() > MOST) {
      throw new IOException("it has more than " + MOST + " extended attributes");
    }
    return all;
  }

  static void write(Path path, Map<String, byte[]> all) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    for (Map.Entry<String, byte[]> one : all.entrySet()) {
      int unused = view.write(one.getKey(), ByteBuffer.wrap(one.getValue()));
    }
  }
}
