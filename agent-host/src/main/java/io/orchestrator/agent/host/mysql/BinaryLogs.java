package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** The binary logs of the server. */
public final class BinaryLogs {
  private final LogIndexes indexes;

  /** The binary logs of the server whose indexes these are. */
  @Inject
  BinaryLogs(LogIndexes indexes) {
    this.indexes = indexes;
  }

  /**
   * The full paths of the named ones, in the order given.
   *
   * @param names full paths or base names, at least one
   * @throws AgentException {@code INVALID_ARGUMENT} if there is no name, {@code NOT_FOUND} if the
   *     server writes no binary logs or its index does not list one of them
   */
  public List<Path> files(List<String> names) throws InterruptedException {
    if (names.isEmpty()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "No binary log is named; name at least one");
    }
    LogIndex index = indexes.find(LogKind.BINARY);
    List<Path> logs = index.logs();
    return names.stream().map(name -> logs.get(index.position(logs, name))).toList();
  }
}
