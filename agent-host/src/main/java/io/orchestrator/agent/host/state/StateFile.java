package io.orchestrator.agent.host.state;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One JSON value in a file of the state directory. Not synchronised; its owner is.
 *
 * @param <T> the value's type
 */
public final class StateFile<T> {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final Path file;
  private final TypeReference<T> type;

  /**
   * The value in this file.
   *
   * @param file in an existing directory; need not exist
   * @param type of the value
   */
  public StateFile(Path file, TypeReference<T> type) {
    this.file = file;
    this.type = type;
  }

  /**
   * The value; empty if there is no file.
   *
   * @throws AgentException {@code IO_FAILED} if it can't be read or is damaged
   */
  public Optional<T> read() {
    try {
      T value = JSON.readValue(Files.readAllBytes(file), type);
      if (value == null) {
        throw new IOException("it holds null");
      }
      return Optional.of(value);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not read the state file "
              + file
              + " ("
              + e.getMessage()
              + "); look at it, then move it away",
          e);
    }
  }

  /**
   * Replaces the value on disk.
   *
   * @throws AgentException {@code IO_FAILED} if it can't be written; the old value stays
   */
  public void write(T value) {
    try {
      StateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not write the state file " + file + ": " + e + "; the agent needs StateDirectory",
          e);
    }
  }

  /**
   * Takes the value away.
   *
   * @throws AgentException {@code IO_FAILED} if the file can't be deleted
   */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not delete the state file " + file + ": " + e, e);
    }
  }
}
