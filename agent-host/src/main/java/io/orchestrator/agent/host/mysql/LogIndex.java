package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * An index file of logs. Only what it lists may be read on behalf of callers.
 *
 * @param kind of the logs
 * @param file the index file
 * @param datadir of the server
 */
record LogIndex(LogKind kind, Path file, Path datadir) {
  private static final int MAX_BYTES = 16 << 20;

  /** The full paths of the logs, oldest first. */
  List<Path> logs() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new AgentException(
            ErrorCode.CORRUPT_DATA,
            "Reading the " + kind.words() + " index " + file + ": it is larger than 16 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .map(this::located)
          .toList();
    } catch (NoSuchFileException absent) {
      throw failure(ErrorCode.NOT_FOUND, "there is no such file", absent);
    } catch (AccessDeniedException denied) {
      throw failure(
          ErrorCode.PERMISSION_DENIED, "permission denied; let the agent's user read it", denied);
    } catch (IOException failed) {
      throw failure(ErrorCode.IO_FAILED, failed.toString(), failed);
    }
  }

  /**
   * Where the log is among {@link #logs()} that a caller names by its full path or base name.
   *
   * @throws AgentException {@code NOT_FOUND} if none is called that
   */
  int position(List<Path> logs, String name) {
    for (int i = 0; i < logs.size(); i++) {
      Path log = logs.get(i);
      if (name.equals(log.toString()) || name.equals(log.getFileName().toString())) {
        return i;
      }
    }
    throw new AgentException(
        ErrorCode.NOT_FOUND,
        "There is no "
            + kind.words()
            + " \""
            + Shown.text(name)
            + "\" in the index "
            + file
            + "; name one that it lists");
  }

  private Path located(String entry) {
    Path beside = file.resolveSibling(entry).normalize();
    Path inDatadir = datadir.resolve(entry).normalize();
    return Files.notExists(beside) && Files.exists(inDatadir) ? inDatadir : beside;
  }

  private AgentException failure(ErrorCode code, String what, IOException cause) {
    return new AgentException(
        code, "Reading the " + kind.words() + " index " + file + ": " + what, cause);
  }
}
