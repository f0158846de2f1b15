package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes the snapshots that the configuration does not want to keep. */
@Command(
    name = "prune",
    description = {
      "Remove the snapshots that SnapshotKeep, SnapshotKeepHours and "
          + "SnapshotDropFullerThanPercent do not want to keep, and full ones.",
      "A mounted one stays. Exits with 1 if one could not be removed."
    },
    footer = {
      "",
      "For cron, in one line even where it is shown in two:",
      "15 3 * * * root /usr/local/sbin/orchestrator-agent snapshots create;"
          + " /usr/local/sbin/orchestrator-agent snapshots prune",
      "For systemd: conf/orchestrator-agent-snapshot.timer"
    })
final class SnapshotsPrune extends SnapshotsGroup.Member {
  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    JsonNode report = agent.post("snapshots-prune", Map.of("dryRun", Boolean.toString(dryRun)));
    List<String> lines = new ArrayList<>();
    add(lines, dryRun ? "would remove" : "removed", report.path("Removed"));
    add(lines, "kept", report.path("Kept"));
    String note = report.path("Note").asText();
    if (!note.isEmpty()) {
      lines.add(note);
    }
    print(report, lines);
    List<String> failures = new ArrayList<>();
    add(failures, "could not remove", report.path("Failed"));
    failures.forEach(this::tell);
    return failures.isEmpty() ? 0 : 1;
  }

  private static void add(List<String> lines, String what, JsonNode entries) {
    for (JsonNode entry : entries) {
      lines.add(what + " " + entry.path("Path").asText() + ": " + entry.path("Why").asText());
    }
  }
}
