package io.orchestrator.agent.host.orchestrator;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Leaves the token where the agent's own command line, and people, find it. */
public final class TokenFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path stateDirectory;
  private final Optional<Path> hintFile;

  /**
   * The files.
   *
   * @param stateDirectory gets the file {@code token}; created if need be
   * @param hintFile a further file, in a folder that exists
   */
  public TokenFiles(Path stateDirectory, Optional<Path> hintFile) {
    this.stateDirectory = stateDirectory;
    this.hintFile = hintFile;
  }

  /** The file in the state directory. */
  public static Path in(Path stateDirectory) {
    return stateDirectory.resolve("token");
  }

  /**
   * Puts new files in the place of old ones, which are not written to, whatever their mode and even
   * if they are links. Readable for the agent's user alone.
   *
   * @throws AgentException {@code IO_FAILED} or {@code PERMISSION_DENIED} with the file's name;
   *     what was there before is left alone
   */
  public void write(AgentToken token) {
    try {
      Files.createDirectories(stateDirectory, OWNER_ONLY_FOLDER);
    } catch (IOException failed) {
      throw failure("StateDirectory", stateDirectory, failed);
    }
    replace("StateDirectory", in(stateDirectory), token);
    hintFile.ifPresent(file -> replace("TokenHintFile", file, token));
  }

  private static void replace(String key, Path file, AgentToken token) {
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of("/"));
    try {
      Path fresh = Files.createTempFile(folder, ".token", ".new", OWNER_ONLY);
      try {
        Files.writeString(fresh, token.value());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException failed) {
      throw failure(key, file, failed);
    }
  }

  private static AgentException failure(String key, Path file, IOException cause) {
    boolean denied = cause instanceof AccessDeniedException;
    return new AgentException(
        denied ? ErrorCode.PERMISSION_DENIED : ErrorCode.IO_FAILED,
        "The token could not be written to "
            + file
            + (denied ? ": the agent's user lacks the right" : ": " + cause)
            + "; see to it or change "
            + key,
        cause);
  }
}
