package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The commands about seeds; all ask the running agent. */
@Command(
    name = "seeds",
    description = "List seeds, show where replication starts after one, limit their rate.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SeedsGroup.List.class, SeedsMetadata.class, SeedsRate.class})
final class SeedsGroup extends CommandGroup {
  @Command(
      name = "list",
      description = "Ask the running agent for its seeds, newest first, and how they go or ended.")
  static final class List implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    SeedsGroup parent;

    @Override
    public Integer call() {
      PrintWriter out = parent.out();
      LocalAgent agent = new LocalAgent(parent.configuration().config());
      for (JsonNode seed : agent.get("seeds")) {
        out.printf(
            "%-6s %-8s %-10s %-12s %14d bytes  %s%n",
            seed.path("SeedId").asText(),
            seed.path("Role").asText(),
            seed.path("State").asText(),
            seed.path("Transport").asText(),
            seed.path("Bytes").asLong(),
            seed.path("StartedAt").asText());
        String why = seed.path("Phase").asText() + seed.path("Reason").asText();
        if (!why.isEmpty()) {
          Wrapped.lines("       ", why).forEach(out::println);
        }
      }
      return 0;
    }
  }
}
