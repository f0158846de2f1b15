package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The relay logs of the server. */
public final class RelayLogs {
  private final LogIndexes indexes;

  /** The relay logs of the server whose indexes these are. */
  @Inject
  RelayLogs(LogIndexes indexes) {
    this.indexes = indexes;
  }

  /**
   * The index file.
   *
   * @throws AgentException {@code NOT_FOUND} if the server has none, {@code CONFLICT} if several
   *     might be it
   */
  public Path indexFile() throws InterruptedException {
    return indexes.find(LogKind.RELAY).file();
  }

  /**
   * Full paths, oldest first.
   *
   * @throws AgentException as {@link #indexFile()}
   */
  public List<Path> files() throws InterruptedException {
    return indexes.find(LogKind.RELAY).logs();
  }

  /**
   * The named one and all later ones.
   *
   * @param name full path or base name
   * @throws AgentException {@code NOT_FOUND} if the index does not list it; as {@link #indexFile()}
   */
  public List<Path> filesFrom(String name) throws InterruptedException {
    LogIndex index = indexes.find(LogKind.RELAY);
    List<Path> logs = index.logs();
    return logs.subList(index.position(logs, name), logs.size());
  }

  /**
   * The end of the newest one.
   *
   * @throws AgentException {@code NOT_FOUND} if the index lists none; as {@link #indexFile()}
   */
  public RelayLogCoordinates endCoordinates() throws InterruptedException {
    LogIndex index = indexes.find(LogKind.RELAY);
    List<Path> logs = index.logs();
    if (logs.isEmpty()) {
      throw new AgentException(
          ErrorCode.NOT_FOUND, "The relay log index " + index.file() + " lists no relay log");
    }
    Path last = logs.get(logs.size() - 1);
    try {
      return RelayLogCoordinates.endOf(last, Files.size(last));
    } catch (IOException failed) {
      throw LogReading.failure(last, failed);
    }
  }
}
