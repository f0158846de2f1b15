package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The commands about the datadir; all ask the running agent. */
@Command(
    name = "datadir",
    description = "Show the datadir's state, accept an unfinished one, or restore the old one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DatadirGroup.Show.class, DatadirGroup.Accept.class, DatadirGroup.Restore.class})
final class DatadirGroup extends CommandGroup {
  LocalAgent agent() {
    return new LocalAgent(configuration().config());
  }

  @Command(
      name = "show",
      description = "May MySQL be started on the datadir, and what is kept of an older one?")
  static final class Show implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    DatadirGroup parent;

    @Override
    public Integer call() {
      JsonNode datadir = parent.agent().get("datadir");
      PrintWriter out = parent.out();
      String why = datadir.path("Unfinished").asText();
      out.println(datadir.path("Path").asText() + (why.isEmpty() ? "" : " is unfinished: " + why));
      if (!datadir.path("Kept").asText().isEmpty()) {
        out.printf(
            "%s of older data are kept in it since %s%n",
            Sizes.text(datadir.path("KeptBytes").asLong()), datadir.path("KeptSince").asText());
      }
      return 0;
    }
  }

  @Command(
      name = "accept",
      description =
          "Tell the running agent that the data in an unfinished datadir is good, so that it "
              + "starts MySQL on it.")
  static final class Accept implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    DatadirGroup parent;

    @Override
    public Integer call() {
      parent.out().println(parent.agent().post("datadir-accept").asText());
      return 0;
    }
  }

  @Command(
      name = "restore",
      description = {
        "Let the running agent put back what was in the datadir before it was deleted, in "
            + "place of what is there now.",
        "Only with KeepOldDatadir, and until a seed has succeeded."
      })
  static final class Restore implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    DatadirGroup parent;

    @Override
    public Integer call() {
      parent.out().println(parent.agent().post("datadir-restore").asText());
      return 0;
    }
  }
}
