package io.orchestrator.agent.directory;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which folder counts as mounted, kept in a file so that it survives a restart: a line with {@code
 * ro} or {@code rw}, then the path up to the end of the file, for it may have newlines in it.
 */
final class ChosenFolder {
  /** The choice. */
  record Choice(String path, boolean readOnly) {}

  private final Path file;

  ChosenFolder(Path workDirectory) {
    file = workDirectory.resolve("mounted");
  }

  Optional<Choice> read() {
    try {
      String[] parts = Files.readString(file).split("\n", 2);
      if (parts.length < 2 || !(parts[0].equals("ro") || parts[0].equals("rw"))) {
        throw new AgentException(
            ErrorCode.IO_FAILED,
            file + " is damaged, so the mounted snapshot is not known. Delete that file");
      }
      return Optional.of(new Choice(parts[1], parts[0].equals("ro")));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw failure("read which snapshot is mounted from", failed);
    }
  }

  /** Replaces the choice as a whole: after a crash it is the old one or the new one. */
  void write(Choice choice) {
    Path fresh = file.resolveSibling("mounted.new");
    try {
      Files.writeString(fresh, (choice.readOnly() ? "ro" : "rw") + "\n" + choice.path());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw failure("note which snapshot is mounted in", failed);
    }
  }

  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw failure("note that no snapshot is mounted by deleting", failed);
    }
  }

  private AgentException failure(String attempt, IOException failed) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not " + attempt + " " + file + ": " + failed, failed);
  }
}
