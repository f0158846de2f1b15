package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.snapshot.SnapshotLocator.Scope;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.snapshot.SnapshotLists;
import jakarta.inject.Inject;
import java.util.List;

/** Snapshots and mounts. */
final class SnapshotHandlers implements Routes {
  private final SnapshotLists lists;
  private final SnapshotCommands commands;

  @Inject
  SnapshotHandlers(SnapshotLists lists, SnapshotCommands commands) {
    this.lists = lists;
    this.commands = commands;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.question(
            "available-snapshots-local",
            request -> Answer.json(lists.hostsWithSnapshots(Scope.LOCAL))),
        Route.question(
            "available-snapshots", request -> Answer.json(lists.hostsWithSnapshots(Scope.ALL))),
        Route.question("lvs-snapshots", request -> Answer.json(lists.offered())),
        Route.question("lvs", request -> Answer.json(lists.volumes(""))),
        Route.question(
            "lvs/{pattern}", request -> Answer.json(lists.volumes(request.get("pattern")))),
        Route.question("lv", this::volume),
        Route.question("lv/{lv}", this::volume),
        Route.question("mount", request -> Answer.json(commands.mounted())),
        Route.command("mountlv", request -> Answer.json(commands.mount(request.get("lv")))),
        Route.seed("umount", request -> Answer.json(commands.unmount())),
        Route.command(
            "removelv",
            request -> {
              commands.remove(request.get("lv"));
              return Answer.json(true);
            }),
        Route.command(
            "create-snapshot",
            request -> {
              commands.create();
              return Answer.json(true);
            }));
  }

  private Answer volume(ApiRequest request) throws InterruptedException {
    return Answer.json(lists.volume(request.get("lv")));
  }
}
