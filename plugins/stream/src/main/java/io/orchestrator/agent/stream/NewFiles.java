package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files and folders that nobody else may look into until they have their own modes. */
final class NewFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private NewFiles() {}

  /**
   * Who owns new files: the same for all in one folder, whose group can be the folder's. For files
   * that come folder by folder; for one thread.
   */
  static final class Owners {
    private int folder = -1;
    private Owner owner = new Owner(0, 0);

    /**
     * The owner of a file that was just created.
     *
     * @param number its folder's
     */
    Owner of(int number, Path file) throws IOException {
      if (number != folder) {
        owner = Owner.of(file);
        folder = number;
      }
      return owner;
    }
  }

  /** Never one that is there already, and never through a link. */
  static FileChannel create(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        OWN_FILE);
  }

  /** One that was created before. */
  static FileChannel reopen(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  static void createFolder(Path path) throws IOException {
    Files.createDirectory(path, OWN_FOLDER);
  }
}
