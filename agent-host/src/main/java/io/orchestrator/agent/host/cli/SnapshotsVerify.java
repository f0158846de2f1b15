package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
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
      "Start a private server on a disposable copy of a snapshot: does InnoDB recover, and "
          + "how fast, and do the tables open?",
      "The snapshot and the live server are not touched. Exits with 0 only if the snapshot "
          + "is good. Ctrl-C aborts it."
    })
final class SnapshotsVerify extends SnapshotsGroup.Member {
  /** What the agent may need to end a verification after its limit. */
  private static final Duration CLEAN_UP = Duration.ofMinutes(5);

  private static final int MOST_FAILURES = 5;

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
    try {
      state = awaitEnd(agent, state);
    } finally {
      keepGoing(abort);
    }
    print(state, lines(state));
    return state.path("State").asText().equals("GOOD") ? 0 : 1;
  }

  private JsonNode awaitEnd(LocalAgent agent, JsonNode begun) throws InterruptedException {
    long deadline =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(begun.path("LimitSeconds").asLong())
            + CLEAN_UP.toNanos();
    JsonNode state = begun;
    String phase = "";
    int failures = 0;
    while (isRunning(state)) {
      if (!phase.equals(state.path("Phase").asText())) {
        phase = state.path("Phase").asText();
        tell(phase);
      }
      if (System.nanoTime() > deadline) {
        throw new AgentException(
            ErrorCode.TIMED_OUT,
            "The verification of " + path + " does not end; see the agent's log");
      }
      TimeUnit.MILLISECONDS.sleep(failures == 0 ? 300 : 2000);
      try {
        state = agent.get("snapshot-verify");
        failures = 0;
      } catch (AgentException e) {
        if (++failures > MOST_FAILURES) {
          throw e;
        }
      }
      requireSame(begun, state);
    }
    return state;
  }

  private void requireSame(JsonNode begun, JsonNode state) {
    if (!begun.path("Snapshot").equals(state.path("Snapshot"))
        || !begun.path("StartedAt").equals(state.path("StartedAt"))) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "What became of the verification of "
              + path
              + " is not known: the agent was restarted, or verifies another snapshot since");
    }
  }

  private static void keepGoing(Thread abort) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(abort);
    } catch (IllegalStateException stopping) {
      // Ctrl-C: it runs already.
    }
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
    // Else it failed before a server had recovered, or was started at all.
    if (state.path("RecoverySeconds").asDouble() > 0) {
      lines.add(recovery(state));
    }
    if (!state.path("Leftover").asText().isEmpty()) {
      lines.add("the copy is not taken away yet: " + state.path("Leftover").asText());
    }
    for (JsonNode table : state.path("BadTables")) {
      lines.add("  " + table.asText());
    }
    return lines;
  }

  private static String recovery(JsonNode state) {
    return String.format(
        Locale.ROOT,
        "recovered in %.2f s, %d tables looked at, %.2f s in all, by %s",
        state.path("RecoverySeconds").asDouble(),
        state.path("Tables").asInt(),
        state.path("TotalSeconds").asDouble(),
        state.path("Server").asText());
  }
}
