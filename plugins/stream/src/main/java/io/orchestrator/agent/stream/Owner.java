package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Whose a file is.
 *
 * @param uid the owner's number
 * @param gid the group's number
 */
record Owner(int uid, int gid) {
  /** That of a file, folder or link. */
  static Owner of(Path path) throws IOException {
    Map<String, Object> now = Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new Owner(number(now, "uid"), number(now, "gid"));
  }

  private static int number(Map<String, Object> all, String name) {
    return (Integer) Objects.requireNonNull(all.get(name), name);
  }
}
