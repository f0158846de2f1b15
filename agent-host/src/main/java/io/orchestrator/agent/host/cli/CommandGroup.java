package io.orchestrator.agent.host.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The first word of a command of two words, such as "plugins list". */
abstract class CommandGroup {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private CommandLineRoot root;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  ConfigSource configuration() {
    return root.configuration();
  }

  /** For the answer, and nothing else. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** For messages. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
