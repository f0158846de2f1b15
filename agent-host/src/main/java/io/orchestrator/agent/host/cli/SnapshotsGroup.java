package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The commands about snapshots; all ask the running agent. */
@Command(
    name = "snapshots",
    description = "List, create, mount, unmount, remove, prune and verify snapshots.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotsList.class,
      SnapshotsCreate.class,
      SnapshotsMount.class,
      SnapshotsUmount.class,
      SnapshotsRemove.class,
      SnapshotsPrune.class,
      SnapshotsVerify.class
    })
final class SnapshotsGroup extends CommandGroup {
  /** One of them. */
  abstract static class Member implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private SnapshotsGroup group;

    @Option(names = "--json", description = "Print the agent's answer as JSON.")
    private boolean asJson;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
      return run(new LocalAgent(group.configuration().config()));
    }

    /**
     * Asks the agent.
     *
     * @return the exit status
     */
    abstract int run(LocalAgent agent) throws InterruptedException, JsonProcessingException;

    /** Prints an answer: as JSON if that was asked for, else line by line. */
    final void print(JsonNode answer, Iterable<String> lines) throws JsonProcessingException {
      if (asJson) {
        group
            .out()
            .println(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      } else {
        lines.forEach(group.out()::println);
      }
    }

    /** For messages. */
    final void tell(String message) {
      group.err().println(message);
    }
  }
}
