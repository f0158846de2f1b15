package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A folder of files that goes away with them. */
record FileFolder(Path path) implements AutoCloseable {
  /** Makes it anew, for the agent's user alone. */
  static FileFolder make(Path path) {
    FileFolder made = new FileFolder(path);
    made.close();
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return made;
    } catch (IOException failed) {
      throw failure("make", path, failed);
    }
  }

  /** The files in it, by name. */
  List<Path> files() {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.sorted().toList();
    } catch (IOException failed) {
      throw failure("list", path, failed);
    }
  }

  /** How much is in it, as far as it is there. */
  long bytes() {
    return Files.isDirectory(path)
        ? files().stream().mapToLong(file -> file.toFile().length()).sum()
        : 0;
  }

  /** Deletes it with its files; it has no folders. */
  @Override
  public void close() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("it is no folder");
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
