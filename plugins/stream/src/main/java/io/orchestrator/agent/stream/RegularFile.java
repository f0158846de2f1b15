package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds regular files in trees that nothing is known about: a link on the way, a pipe, or what
 * can't be read is as if it were not there.
 */
final class RegularFile {
  private static final Logger log = LoggerFactory.getLogger(RegularFile.class);

  private RegularFile() {}

  /** One with content. */
  static boolean isThere(Path root, Path relative) {
    Path at = root;
    for (Path name : relative) {
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      at = at.resolve(name);
    }
    try {
      return Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS) && Files.size(at) > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  static Optional<FileChannel> open(Path root, Path relative) {
    if (!isThere(root, relative)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          FileChannel.open(
              root.resolve(relative), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException unreadable) {
      log.debug("{} in {} is not used: {}", Sizes.name(relative), root, unreadable.toString());
      return Optional.empty();
    }
  }
}
