package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** Makes a snapshot. */
@Command(name = "create", description = "Make a snapshot of the datadir and print its path.")
final class SnapshotsCreate extends SnapshotsGroup.Member {
  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    JsonNode made = agent.post("snapshot-create");
    String path = made.path("Path").asText();
    print(made, path.isEmpty() ? List.of() : List.of(path));
    if (path.isEmpty()) {
      tell("A snapshot was made, but it can't be told which; see snapshots list.");
    }
    return 0;
  }
}
