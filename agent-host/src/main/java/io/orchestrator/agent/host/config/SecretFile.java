package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.wire.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * What both sides of a seed must know, in a file.
 *
 * @param path absolute
 */
public record SecretFile(Path path) {
  private static final int LARGEST = 64 * 1024;

  /**
   * Reads it; blanks and line ends around it do not count.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if others may read the file, this agent
   *     may not, or what is in it is too short; never with what is in it
   */
  public Secret read() {
    try {
      if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        throw wrong("can be read by everybody: chmod 600 it, and make a new secret");
      }
      try (InputStream file = Files.newInputStream(path)) {
        String text = new String(file.readNBytes(LARGEST), StandardCharsets.ISO_8859_1).strip();
        return new Secret(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (NoSuchFileException e) {
      throw wrong("does not exist", e);
    } catch (IOException e) {
      throw wrong("is not a file that the agent's user may read", e);
    }
  }

  private AgentException wrong(String what) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, "SeedSecretFile is " + path + ", which " + what);
  }

  private AgentException wrong(String what, IOException cause) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, "SeedSecretFile is " + path + ", which " + what, cause);
  }
}
