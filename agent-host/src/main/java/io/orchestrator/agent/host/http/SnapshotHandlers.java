package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.SnapshotLocator.Scope;
import io.orchestrator.agent.host.snapshot.MakeSnapshot;
import io.orchestrator.agent.host.snapshot.PruneSnapshots;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.snapshot.SnapshotLists;
import io.orchestrator.agent.host.snapshot.SnapshotRemoval;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Snapshots and mounts. */
final class SnapshotHandlers implements Routes {
  private final SnapshotLists lists;
  private final SnapshotCommands commands;
  private final MakeSnapshot make;
  private final SnapshotRemoval removal;
  private final PruneSnapshots prune;

  @Inject
  SnapshotHandlers(
      SnapshotLists lists,
      SnapshotCommands commands,
      MakeSnapshot make,
      SnapshotRemoval removal,
      PruneSnapshots prune) {
    this.lists = lists;
    this.commands = commands;
    this.make = make;
    this.removal = removal;
    this.prune = prune;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list(
            "available-snapshots-local",
            request -> Answer.json(lists.hostsWithSnapshots(Scope.LOCAL))),
        Route.list(
            "available-snapshots", request -> Answer.json(lists.hostsWithSnapshots(Scope.ALL))),
        Route.question("lvs-snapshots", request -> Answer.json(lists.offered())),
        Route.question("snapshots", request -> Answer.json(lists.snapshots())),
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
              removal.remove(request.get("lv"));
              return Answer.json(true);
            }),
        Route.aside(
            "GET",
            "create-snapshot",
            request -> {
              var unused = make.make();
              return Answer.json(true);
            }),
        Route.aside("POST", "snapshot-create", request -> created()),
        Route.post("snapshot-mount", this::mountToStay),
        Route.post(
            "snapshots-prune",
            request ->
                Answer.json(
                    prune.prune(request.find("dryRun").filter("true"::equals).isPresent()))));
  }

  private Answer created() throws InterruptedException {
    return make.makeAndLook().map(Answer::json).orElseGet(() -> Answer.json(Map.of()));
  }

  private Answer mountToStay(ApiRequest request) throws InterruptedException {
    String access = request.find("access").orElse("read-only");
    return Answer.json(
        commands.mountToStay(
            request.get("lv"),
            switch (access) {
              case "read-only" -> MountAccess.READ_ONLY;
              case "read-write" -> MountAccess.READ_WRITE;
              default ->
                  throw new AgentException(
                      ErrorCode.INVALID_ARGUMENT,
                      "The parameter access is read-only or read-write, and this one is not");
            }));
  }

  private Answer volume(ApiRequest request) throws InterruptedException {
    return Answer.json(lists.volume(request.get("lv")));
  }
}
