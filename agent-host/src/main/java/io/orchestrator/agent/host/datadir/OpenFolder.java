package io.orchestrator.agent.host.datadir;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens folders below a datadir. What is done in one that is open is done there, whatever its path
 * leads to by then: the datadir is its user's, who may put a link where a folder was a moment ago.
 */
final class OpenFolder {
  private OpenFolder() {}

  /**
   * Opens a folder without following a link.
   *
   * @param folder the datadir, or below it
   * @throws IOException if one of the folders on the way is a link
   */
  static SecureDirectoryStream<Path> open(Path datadir, Path folder) throws IOException {
    Path way = datadir.equals(folder) ? Path.of(".") : datadir.relativize(folder);
    try (DirectoryStream<Path> top = Files.newDirectoryStream(datadir)) {
      if (!(top instanceof SecureDirectoryStream<Path> open)) {
        throw new IOException("this system can't open folders without following links");
      }
      BasicFileAttributes named =
          Files.readAttributes(datadir, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!key(named).equals(key(attributes(open)))) {
        throw new IOException(datadir + " is a link, or was replaced by another folder");
      }
      return below(open, way);
    }
  }

  private static SecureDirectoryStream<Path> below(SecureDirectoryStream<Path> parent, Path way)
      throws IOException {
    Path name = way.getName(0);
    if (way.getNameCount() == 1) {
      return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }
    try (SecureDirectoryStream<Path> next =
        parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      return below(next, way.subpath(1, way.getNameCount()));
    }
  }

  /** Those of the folder that is open. */
  static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder) throws IOException {
    return folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
  }

  /** Names the file and the file system, such as "(dev=fd01,ino=12)". */
  static String key(BasicFileAttributes attributes) {
    return String.valueOf(attributes.fileKey());
  }
}
