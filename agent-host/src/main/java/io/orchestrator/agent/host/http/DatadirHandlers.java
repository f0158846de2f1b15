package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.datadir.DatadirSpace;
import io.orchestrator.agent.host.mysql.DiskUsage;
import io.orchestrator.agent.host.seed.AcceptDatadir;
import io.orchestrator.agent.host.seed.DatadirState;
import io.orchestrator.agent.host.seed.DatadirUsage;
import io.orchestrator.agent.host.seed.EmptyDatadir;
import io.orchestrator.agent.host.seed.RestoreDatadir;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The data directory: its size, space and state, emptying it, and what operators decide about it.
 */
final class DatadirHandlers implements Routes {
  private final DatadirUsage usage;
  private final DatadirSpace space;
  private final DiskUsage diskUsage;
  private final EmptyDatadir emptyDatadir;
  private final AcceptDatadir acceptDatadir;
  private final RestoreDatadir restoreDatadir;
  private final DatadirState state;

  @Inject
  DatadirHandlers(
      DatadirUsage usage,
      DatadirSpace space,
      DiskUsage diskUsage,
      EmptyDatadir emptyDatadir,
      AcceptDatadir acceptDatadir,
      RestoreDatadir restoreDatadir,
      DatadirState state) {
    this.usage = usage;
    this.space = space;
    this.diskUsage = diskUsage;
    this.emptyDatadir = emptyDatadir;
    this.acceptDatadir = acceptDatadir;
    this.restoreDatadir = restoreDatadir;
    this.state = state;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.question("mysql-du", request -> Answer.json(usage.bytes())),
        Route.question("mysql-datadir-available-space", request -> Answer.json(space.available())),
        Route.question("du", request -> Answer.json(diskUsage.bytes(path(request.get("path"))))),
        Route.command(
            "delete-mysql-datadir",
            request -> {
              emptyDatadir.empty();
              return Answer.json(true);
            }),
        Route.question("datadir", request -> Answer.json(state.view())),
        Route.post("datadir-accept", request -> Answer.json(acceptDatadir.accept())),
        Route.post("datadir-restore", request -> Answer.json(restoreDatadir.restore())));
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.equals(path.normalize()) && Files.exists(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "The parameter path is no path: " + e.getReason(), e);
    }
    throw new AgentException(
        ErrorCode.INVALID_ARGUMENT,
        "The parameter path must be an absolute path without \"..\" of something that exists");
  }
}
