package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.orchestrator.agent.host.config.SeedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists snapshots. */
@Command(
    name = "list",
    description =
        "List the snapshots, each provider's newest first: what its own space is used to, "
            + "its size, when it was taken (UTC), and whether orchestrator is offered it.")
final class SnapshotsList extends SnapshotsGroup.Member {
  @Option(names = "--all", description = "List other volumes too.")
  private boolean all;

  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    JsonNode answer = agent.get("snapshots");
    List<String> lines = new ArrayList<>();
    for (JsonNode volume : answer) {
      if (all || volume.path("IsSnapshot").asBoolean()) {
        lines.add(line(volume));
      }
    }
    print(answer, lines);
    if (lines.isEmpty()) {
      tell("There are no snapshots.");
    }
    return 0;
  }

  private static String line(JsonNode volume) {
    String path = volume.path("Path").asText();
    return String.format(
        Locale.ROOT,
        "%-40s %4.0f %% %10s  %-16s  %s",
        path.isEmpty() ? volume.path("Name").asText() : path,
        volume.path("PercentUsed").asDouble(),
        size(volume.path("SizeBytes").asLong()),
        minute(volume.path("CreatedAt").asText()),
        state(volume));
  }

  private static String size(long bytes) {
    return bytes == 0 ? "-" : Sizes.text(bytes);
  }

  private static String minute(String instant) {
    return instant.length() < 16 ? "-" : instant.substring(0, 16).replace('T', ' ');
  }

  private static String state(JsonNode volume) {
    if (!volume.path("IsSnapshot").asBoolean()) {
      return "no snapshot";
    }
    if (!volume.path("Valid").asBoolean()) {
      return "full, its data is lost";
    }
    String mounted = volume.path("MountedOn").asText();
    if (!mounted.isEmpty()) {
      return isServer(volume) ? "chosen for a seed" : "mounted on " + mounted;
    }
    if (volume.path("Offered").asBoolean()) {
      return "offered";
    }
    return volume.path("MatchesFilter").asBoolean() ? "not in SeedSources" : "not in the filter";
  }

  private static boolean isServer(JsonNode volume) {
    return volume.path("Path").asText().startsWith(SeedConfig.LIVE);
  }
}
