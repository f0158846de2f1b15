package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of files that goes away with them. */
record FileFolder(Path path) implements AutoCloseable {
  private static final String UID = "unix:uid";

  private static final FileAttribute<Set<PosixFilePermission>> CLOSED =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * Makes it anew, for the agent's user alone. Where others may make folders as well, one of them
   * can have taken the name: it gets another one beside it then.
   */
  static FileFolder make(Path path) {
    FileFolder made = new FileFolder(path);
    try {
      if (made.isFree()) {
        made.close();
        return new FileFolder(Files.createDirectory(path, CLOSED));
      }
    } catch (FileAlreadyExistsException taken) {
      // By another, at this moment.
    } catch (IOException failed) {
      throw failure("make", path, failed);
    }
    return beside(path);
  }

  private static FileFolder beside(Path path) {
    try {
      return new FileFolder(
          Files.createTempDirectory(
              path.resolveSibling("").toAbsolutePath(), path.getFileName() + "-", CLOSED));
    } catch (IOException failed) {
      throw failure("make a folder beside", path, failed);
    }
  }

  private boolean isFree() throws IOException {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS) || isOwn();
  }

  /** Is it a folder that this agent, or an earlier one, has made? */
  private boolean isOwn() throws IOException {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(path, UID, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getAttribute(Path.of("/proc/self"), UID));
  }

  /** The files in it, by name. */
  List<Path> files() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.sorted().toList();
    } catch (IOException failed) {
      throw failure("list", path, failed);
    }
  }

  /** How much is in it, if it is there and the agent's. */
  long bytes() {
    try {
      return isFree() && Files.exists(path)
          ? files().stream().mapToLong(file -> file.toFile().length()).sum()
          : 0;
    } catch (IOException failed) {
      throw failure("look at", path, failed);
    }
  }

  /** Deletes it with its files, if it is there; it has no folders. */
  @Override
  public void close() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      if (!isOwn()) {
        throw new IOException("it is no folder of the agent's user");
      }
      for (Path file : files()) {
        Files.deleteIfExists(file);
      }
      Files.delete(path);
    } catch (IOException failed) {
      throw failure("delete", path, failed);
    }
  }

  private static AgentException failure(String what, Path path, IOException cause) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not " + what + " " + path + ": " + cause, cause);
  }
}
