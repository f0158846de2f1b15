package io.orchestrator.agent.testkit.snapshot;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copying and deleting folders as they are, without following links. */
final class FolderCopy {
  private static final CopyOption[] AS_IT_IS = {
    LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES
  };

  private FolderCopy() {}

  static Path copy(Path from, Path to) throws IOException {
    return Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return copied(folder);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return copied(file);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            Files.setLastModifiedTime(target(folder), Files.getLastModifiedTime(folder));
            return FileVisitResult.CONTINUE;
          }

          private FileVisitResult copied(Path path) throws IOException {
            Files.copy(path, target(path), AS_IT_IS);
            return FileVisitResult.CONTINUE;
          }

          private Path target(Path path) {
            return Objects.requireNonNull(to.resolve(from.relativize(path)));
          }
        });
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failed)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
