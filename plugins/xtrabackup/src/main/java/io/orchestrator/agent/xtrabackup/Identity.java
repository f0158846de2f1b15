package io.orchestrator.agent.xtrabackup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What makes a server the one that it is, and where it stands as a replica: a copy must not take
 * that over. The tools leave these files out; should one come along, it goes.
 */
final class Identity {
  private static final Pattern NAME =
      Pattern.compile(
          "auto\\.cnf|(master|relay-log|multi-master)(-[^/]*)?\\.info"
              + "|[^/]*-relay-bin(-[^/]*)?\\.(index|\\d+)");

  private final Path datadir;

  Identity(Path datadir) {
    this.datadir = datadir;
  }

  void forget() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(datadir)) {
      for (Path entry : entries) {
        if (NAME.matcher(entry.getFileName().toString()).matches()
            && !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(entry);
        }
      }
    }
  }
}
