package io.orchestrator.agent.host.datadir;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletes all of a tree that can be deleted and is on the file system of its parent. Never follows
 * links, and goes through open folders only: the datadir is its user's, who may put a link where a
 * folder was a moment ago.
 */
final class TreeDeletion {
  /** Each level is open as long as what is below it is deleted. */
  private static final int MAX_DEPTH = 100;

  private final String device;
  private final Runnable deleted;
  private Optional<IOException> first = Optional.empty();
  private int failures;

  private TreeDeletion(String device, Runnable deleted) {
    this.device = device;
    this.deleted = deleted;
  }

  /**
   * Deletes it.
   *
   * @param tree below the datadir, by which it is relative
   * @param deleted is called after each entry
   * @throws IOException if the tree can't be come at without following a link
   */
  static TreeDeletion of(Path datadir, Path tree, Runnable deleted) throws IOException {
    Path entry = datadir.resolve(tree);
    Path folder = Objects.requireNonNull(entry.getParent());
    try (SecureDirectoryStream<Path> parent = OpenFolder.open(datadir, folder)) {
      TreeDeletion deletion = new TreeDeletion(device(parent), deleted);
      deletion.delete(parent, entry, 1);
      return deletion;
    }
  }

  /**
   * Requires that nothing is left.
   *
   * @throws IOException what the first entry that is left failed with
   */
  void requireAll() throws IOException {
    if (first.isPresent()) {
      throw failures == 1
          ? first.get()
          : new IOException(
              first.get().getMessage() + ", and " + (failures - 1) + " more could not be deleted",
              first.get());
    }
  }

  private void delete(SecureDirectoryStream<Path> parent, Path entry, int depth) {
    Path name = entry.getFileName();
    try {
      if (isFolder(parent, name)) {
        empty(parent, entry, depth);
        parent.deleteDirectory(name);
      } else {
        parent.deleteFile(name);
      }
      deleted.run();
    } catch (NoSuchFileException gone) {
      // So it need not be deleted.
    } catch (IOException failure) {
      failed(entry, failure);
    }
  }

  private void empty(SecureDirectoryStream<Path> parent, Path folder, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("it is more than " + MAX_DEPTH + " folders deep");
    }
    try (SecureDirectoryStream<Path> entries =
        parent.newDirectoryStream(folder.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
      if (!device.equals(device(entries))) {
        throw new IOException("another file system is mounted there");
      }
      for (Path entry : entries) {
        delete(entries, folder.resolve(entry.getFileName()), depth + 1);
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private static boolean isFolder(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  // The JDK tells the device of an open folder by this alone: "(dev=fd01,ino=12)".
  private static String device(SecureDirectoryStream<Path> folder) throws IOException {
    String key = OpenFolder.key(OpenFolder.attributes(folder));
    int end = key.indexOf(",ino=");
    if (end < 0) {
      throw new IOException("this system does not tell one file system from another: " + key);
    }
    return key.substring(0, end);
  }

  // A folder that is not empty comes after what is left in it, so the first failure is the cause.
  private void failed(Path entry, IOException failure) {
    failures++;
    if (first.isEmpty()) {
      first = Optional.of(new IOException("could not delete " + entry + ": " + failure, failure));
    }
  }
}
