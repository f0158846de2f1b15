package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows where replication starts after a seed that this host has received. */
@Command(
    name = "metadata",
    description =
        "Show where the data of a received seed ends in its source's binary log, and the "
            + "statements that make this host's server a replica; user and password are yours to "
            + "add.")
final class SeedsMetadata implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private SeedsGroup parent;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The seed's number; by default the last one that was received.")
  private @Nullable Long id;

  @Option(names = "--json", description = "Print the API's answer.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    LocalAgent agent = new LocalAgent(parent.configuration().config());
    long seed = Optional.ofNullable(id).orElseGet(() -> lastReceived(agent));
    JsonNode metadata = agent.get("seed-metadata/" + seed);
    if (json) {
      parent.out().println(new ObjectMapper().writeValueAsString(metadata));
    } else {
      print(metadata, parent.out());
    }
    return 0;
  }

  private static long lastReceived(LocalAgent agent) {
    for (JsonNode seed : agent.get("seeds")) {
      if (seed.path("Role").asText().equals("RECEIVE")) {
        return seed.path("SeedId").asLong();
      }
    }
    throw new AgentException(
        ErrorCode.NOT_FOUND, "This host has received no seed; ask on the seed's target");
  }

  private static void print(JsonNode metadata, PrintWriter out) {
    out.printf(
        "seed %s by %s from %s port %s (%s)%n",
        metadata.path("SeedId").asText(),
        metadata.path("Transport").asText(),
        metadata.path("SourceHost").asText(),
        metadata.path("SourcePort").asText(),
        metadata.path("Flavor").asText());
    if (!metadata.path("BinaryLogFile").asText().isEmpty()) {
      out.printf(
          "binary log %s position %s%n",
          metadata.path("BinaryLogFile").asText(), metadata.path("BinaryLogPosition").asText());
    }
    if (!metadata.path("GtidSet").asText().isEmpty()) {
      out.println("GTID set " + metadata.path("GtidSet").asText());
    }
    print(metadata, out, "Statement", "GtidStatement");
    if (!metadata.path("OlderStatement").asText().isEmpty()
        || !metadata.path("OlderGtidStatement").asText().isEmpty()) {
      out.println("for MySQL before 8.0.23:");
      print(metadata, out, "OlderStatement", "OlderGtidStatement");
    }
  }

  private static void print(JsonNode metadata, PrintWriter out, String... statements) {
    for (String statement : statements) {
      if (!metadata.path(statement).asText().isEmpty()) {
        out.println(metadata.path(statement).asText());
      }
    }
  }
}
