package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * The agent's own folder in VerifyDirectory: what the client reads, and the private server's folder
 * in it. Nothing else in VerifyDirectory is changed.
 */
final class PrivateFolder {
  /** Unmistakable, since it is deleted with all that is in it. */
  static final String NAME = "orchestrator-agent-private-server";

  private static final String REACHABLE = "rwx--x--x";
  private static final String CLOSED = "rwx------";

  private final Path directory;
  private final Path folder;

  PrivateFolder(Path verifyDirectory) {
    this.directory = verifyDirectory;
    this.folder = verifyDirectory.resolve(NAME);
  }

  /** Not in the server's own folder, where it could be a link by the time it is written. */
  Path script() {
    return folder.resolve("tables.sql");
  }

  /** The server's own folder, which its user owns. */
  Path server() {
    return folder.resolve("server");
  }

  /** Makes VerifyDirectory, where the copy is mounted. One that exists stays as it is. */
  void makeParent() {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(REACHABLE));
      }
    } catch (IOException e) {
      throw failed("Could not make " + directory + ": " + e + "; set VerifyDirectory", e);
    }
  }

  /** Makes it anew, the server's folder in it closed to everybody but the server's user. */
  void make(UserPrincipal owner) {
    try {
      deleteTree();
      Files.createDirectory(folder, permissions(CLOSED));
      Files.createDirectory(server(), permissions(CLOSED));
      own(server(), owner);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(REACHABLE));
    } catch (IOException e) {
      throw failed("Could not make the private server's folder " + folder + ": " + e, e);
    }
  }

  /** Writes the server's option file, which may hold a key: for its user alone to read. */
  Path writeOptions(String text, UserPrincipal owner) {
    Path file = folder.resolve("my.cnf");
    try {
      Files.createFile(file, permissions("rw-------"));
      Files.writeString(file, text, StandardOpenOption.WRITE);
      own(file, owner);
      return file;
    } catch (IOException e) {
      throw failed("Could not write the private server's options to " + file + ": " + e, e);
    }
  }

  /** Deletes it. */
  void delete() {
    try {
      deleteTree();
    } catch (IOException e) {
      throw failed("Could not delete " + folder + ": " + e + "; delete it by hand", e);
    }
  }

  private void deleteTree() throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no directory");
    }
    try (DirectoryStream<Path> above = Files.newDirectoryStream(directory)) {
      if (!(above instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this system can't delete without following links");
      }
      Path name = folder.getFileName();
      empty(secure, name, folder, device(folder));
      secure.deleteDirectory(name);
    }
  }

  // Through open directories: the server's user could put a link where a folder was a moment ago.
  private static void empty(SecureDirectoryStream<Path> above, Path name, Path path, Object device)
      throws IOException {
    if (!device.equals(device(path))) {
      throw new IOException("another file system is mounted at " + path + "; unmount it");
    }
    try (SecureDirectoryStream<Path> opened =
        above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : opened) {
        Path child = entry.getFileName();
        boolean isFolder =
            opened
                .getFileAttributeView(
                    child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
        if (isFolder) {
          empty(opened, child, path.resolve(child), device);
          opened.deleteDirectory(child);
        } else {
          opened.deleteFile(child);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static void own(Path path, UserPrincipal owner) throws IOException {
    if (!Files.getOwner(path).equals(owner)) {
      Files.setOwner(path, owner);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static AgentException failed(String message, IOException cause) {
    return new AgentException(ErrorCode.IO_FAILED, message, cause);
  }
}
