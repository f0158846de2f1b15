package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a snapshot. */
@Command(
    name = "remove",
    description = "Remove a snapshot that matches SnapshotVolumesFilter, for good.")
final class SnapshotsRemove extends SnapshotsGroup.Member {
  @Parameters(paramLabel = "PATH", description = "A snapshot, as snapshots list shows it.")
  private String path = "";

  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    print(agent.get("removelv", Map.of("lv", path)), List.of());
    return 0;
  }
}
