package io.orchestrator.agent.directory;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Which folder counts as mounted where, kept in a file so that it survives a restart: {@code ro} or
 * {@code rw}, mount point and folder, with a NUL between them, for only that can't be in a path.
 */
final class ChosenFolder {
  /** The choice. */
  record Choice(String mountPoint, String path, boolean readOnly) {}

  private final Path file;

  ChosenFolder(Path workDirectory) {
    file = workDirectory.resolve("mounted");
  }

  Optional<Choice> read() {
    try {
      String[] parts = Files.readString(file).split("\0", -1);
      if (parts.length != 3 || !(parts[0].equals("ro") || parts[0].equals("rw"))) {
        throw damaged();
      }
      return Optional.of(new Choice(parts[1], parts[2], parts[0].equals("ro")));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (MalformedInputException wrong) {
      throw damaged();
    } catch (IOException failed) {
      throw failure("read which snapshot is mounted from", failed);
    }
  }

  private AgentException damaged() {
    return new AgentException(
        ErrorCode.IO_FAILED,
        file + " is damaged, so the mounted snapshot is not known. Delete that file");
  }

  /** Replaces the choice as a whole: after a crash it is the old one or the new one. */
  void write(Choice choice) {
    Path fresh = file.resolveSibling("mounted.new");
    try {
      String mode = choice.readOnly() ? "ro" : "rw";
      Files.writeString(fresh, String.join("\0", mode, choice.mountPoint(), choice.path()));
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
