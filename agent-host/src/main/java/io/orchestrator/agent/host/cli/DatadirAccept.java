package io.orchestrator.agent.host.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Takes the unfinished mark off the datadir, on an operator's word. */
@Command(
    name = "datadir",
    description = "Accept an unfinished datadir.",
    synopsisSubcommandLabel = "accept",
    subcommands = DatadirAccept.Accept.class)
final class DatadirAccept extends CommandGroup {
  @Command(
      name = "accept",
      description = {
        "Tell the running agent that the data in an unfinished datadir is good, so that it starts",
        "MySQL on it."
      })
  static final class Accept implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    DatadirAccept parent;

    @Override
    public Integer call() {
      LocalAgent agent = new LocalAgent(parent.configuration().config());
      parent.out().println(agent.post("datadir-accept").asText());
      return 0;
    }
  }
}
