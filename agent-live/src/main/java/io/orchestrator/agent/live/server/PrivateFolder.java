package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a private server has what is not data: in the datadir, which its user can reach, and where
 * it goes away with the rest if the agent is killed. Servers do not take it for a database.
 */
final class PrivateFolder {
  /** A socket's path must be short, so the server and its client name it from the datadir. */
  static final String NAME = ".private-server";

  private final Path folder;
  private final UserPrincipal owner;

  private PrivateFolder(Path folder, UserPrincipal owner) {
    this.folder = folder;
    this.owner = owner;
  }

  /** Makes it, for this user alone. */
  static PrivateFolder make(Path datadir, UserPrincipal owner) {
    PrivateFolder made = new PrivateFolder(datadir.resolve(NAME), owner);
    made.delete();
    try {
      Files.createDirectory(made.folder, permissions("rwx------"));
      own(made.folder, owner);
      return made;
    } catch (IOException failed) {
      throw failure("make", made.folder, failed);
    }
  }

  Path path() {
    return folder;
  }

  Path errorLog() {
    return folder.resolve("error.log");
  }

  /**
   * Writes an option file, which may hold a key: for the server's user alone to read.
   *
   * @param options as {@code name} or {@code name=value}
   */
  Path writeOptions(List<String> options) {
    Path file = folder.resolve("my.cnf");
    StringBuilder text = new StringBuilder("[mysqld]\n");
    for (String option : options) {
      String[] parts = option.split("=", 2);
      text.append(parts[0]);
      if (parts.length == 2) {
        text.append("=\"").append(parts[1].replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
      text.append('\n');
    }
    try {
      Files.createFile(file, permissions("rw-------"));
      Files.writeString(file, text, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      own(file, owner);
      return file;
    } catch (IOException failed) {
      throw failure("write into", folder, failed);
    }
  }

  /** Deletes it and all that is in it; links are not followed. */
  void delete() {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException failed) {
      throw failure("delete", folder, failed);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
        throws IOException {
      Files.delete(visited);
      return FileVisitResult.CONTINUE;
    }
  }

  private static void own(Path path, UserPrincipal owner) throws IOException {
    if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
      Files.setOwner(path, owner);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static AgentException failure(String what, Path folder, IOException cause) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not " + what + " " + folder + ": " + cause, cause);
  }
}
