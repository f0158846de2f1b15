package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.orchestrator.agent.api.AgentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a snapshot and waits for the result. */
@Command(
    name = "verify",
    description = {
      "Start a private server on a disposable copy of a snapshot: does InnoDB recover, and how",
      "fast, and do the tables open? The snapshot and the live server are not touched. Exits with 0",
      "only if the snapshot is good. Ctrl-C aborts it."
    })
final class SnapshotsVerify extends SnapshotsGroup.Member {
  @Parameters(paramLabel = "PATH", description = "A snapshot, as snapshots list shows it.")
  private String path = "";

  @Option(
      names = "--check",
      paramLabel = "open|full",
      description = "full: CHECK TABLE on each table, which reads all data.",
      defaultValue = "open")
  private String check = "open";

  @Override
  int run(LocalAgent agent) throws InterruptedException, JsonProcessingException {
    JsonNode state = agent.post("snapshot-verify", Map.of("lv", path, "check", check));
    Thread abort = new Thread(() -> abort(agent), "abort");
    Runtime.getRuntime().addShutdownHook(abort);
    String phase = "";
    while (isRunning(state)) {
      if (!phase.equals(state.path("Phase").asText())) {
        phase = state.path("Phase").asText();
        tell(phase);
      }
      TimeUnit.MILLISECONDS.sleep(300);
      state = agent.get("snapshot-verify");
    }
    boolean unused = Runtime.getRuntime().removeShutdownHook(abort);
    print(state, lines(state));
    return state.path("State").asText().equals("GOOD") ? 0 : 1;
  }

  private static void abort(LocalAgent agent) {
    try {
      agent.post("snapshot-verify-abort");
    } catch (AgentException unreachable) {
      // Whatever ended this command has said so already.
    }
  }

  private static boolean isRunning(JsonNode state) {
    return state.path("State").asText().equals("RUNNING");
  }

  private static List<String> lines(JsonNode state) {
    List<String> lines = new ArrayList<>();
    String reason = state.path("Reason").asText();
    lines.add(
        state.path("Snapshot").asText()
            + " is "
            + state.path("State").asText().toLowerCase(Locale.ROOT)
            + (reason.isEmpty() ? "" : ": " + reason));
    lines.add(
        String.format(
            Locale.ROOT,
            "recovered in %.2f s, %d tables looked at, %.2f s in all, by %s",
            state.path("RecoverySeconds").asDouble(),
            state.path("Tables").asInt(),
            state.path("TotalSeconds").asDouble(),
            state.path("Server").asText()));
    for (JsonNode table : state.path("BadTables")) {
      lines.add("  " + table.asText());
    }
    return lines;
  }
}
