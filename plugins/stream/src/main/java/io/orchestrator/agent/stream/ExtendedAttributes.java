package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.Map;

/** Extended attributes of the namespace user, which any owner of a file may set. */
final class ExtendedAttributes {
  /** As many as one entry may have. */
  static final int MOST = 255;

  /** Names and values of one entry together: they are in memory at once. */
  static final int MOST_BYTES = 64 * 1024;

  private ExtendedAttributes() {}

  /** Has the file system of this folder any? */
  static boolean areThere(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  /**
   * Those of a file or folder.
   *
   * @throws AgentException if they are more than an entry may have
   */
  static Map<String, byte[]> read(Path path) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Map<String, byte[]> all = new HashMap<>();
    int bytes = 0;
    for (String name : view.list()) {
      int size = view.size(name);
      bytes += name.getBytes(StandardCharsets.UTF_8).length + size;
      if (all.size() == MOST || bytes > MOST_BYTES) {
        throw tooMany(path);
      }
      ByteBuffer value = ByteBuffer.allocate(size);
      view.read(name, value);
      all.put(name, value.array());
    }
    return all;
  }

  private static AgentException tooMany(Path path) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        String.format(
            "Could not send %s: it has more than %d extended attributes, or more than %d bytes of"
                + " them. Remove some where the server has it (setfattr -x), and seed from a new"
                + " snapshot",
            Sizes.name(path), MOST, MOST_BYTES));
  }

  static void write(Path path, Map<String, byte[]> all) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    for (Map.Entry<String, byte[]> one : all.entrySet()) {
      int unused = view.write(one.getKey(), ByteBuffer.wrap(one.getValue()));
    }
  }
}
