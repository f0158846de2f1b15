package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mounts a snapshot for an operator. */
@Command(
    name = "mount",
    description = {
      "Mount a snapshot at SnapshotMountPoint until it is unmounted, and print where its "
          + "data is.",
      "Meanwhile no seed can be sent from another snapshot."
    })
final class SnapshotsMount extends SnapshotsGroup.Member {
  @Parameters(paramLabel = "PATH", description = "A snapshot, as snapshots list shows it.")
  private String path = "";

  @Option(
      names = "--read-write",
      description = "So that its files can be changed; no seed is sent from it then.")
  private boolean readWrite;

  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    JsonNode mount =
        agent.post(
            "snapshot-mount", Map.of("lv", path, "access", readWrite ? "read-write" : "read-only"));
    String data = mount.path("MySQLDataPath").asText();
    print(mount, List.of(data.isEmpty() ? mount.path("Path").asText() : data));
    if (readWrite) {
      tell("Once it is unmounted it is offered for seeds again: remove it if its data has changed");
    }
    return 0;
  }
}
