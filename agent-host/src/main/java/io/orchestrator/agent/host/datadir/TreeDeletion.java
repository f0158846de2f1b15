package io.orchestrator.agent.host.datadir;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Deletes all of a tree that can be deleted and is on the file system of its parent. Never follows
 * links.
 */
final class TreeDeletion extends SimpleFileVisitor<Path> {
  private final Object device;
  private final AtomicLong deleted;
  private Optional<IOException> first = Optional.empty();
  private int failures;

  private TreeDeletion(Path parent, AtomicLong deleted) throws IOException {
    this.device = device(parent);
    this.deleted = deleted;
  }

  /**
   * Deletes it.
   *
   * @param deleted grows with each entry
   */
  static TreeDeletion of(Path tree, Path parent, AtomicLong deleted) throws IOException {
    TreeDeletion deletion = new TreeDeletion(parent, deleted);
    Path unused = Files.walkFileTree(tree, deletion);
    return deletion;
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
              first.get() + ", and " + (failures - 1) + " more could not be deleted", first.get());
    }
  }

  private static Object device(Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    if (!device.equals(device(directory))) {
      failed(new IOException("another file system is mounted at " + directory));
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    delete(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!(failure instanceof NoSuchFileException)) {
      failed(failure);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    if (failure != null) {
      failed(failure);
    } else {
      delete(directory);
    }
    return FileVisitResult.CONTINUE;
  }

  private void delete(Path entry) {
    try {
      boolean unused = Files.deleteIfExists(entry);
      deleted.incrementAndGet();
    } catch (IOException failure) {
      failed(failure);
    }
  }

  // A folder that is not empty comes after what is left in it, so the first failure is the cause.
  private void failed(IOException failure) {
    failures++;
    if (first.isEmpty()) {
      first = Optional.of(failure);
    }
  }
}
