package io.orchestrator.agent.host.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands for the daemon in the help; reached only with arguments that the daemon does not take. */
@Command(name = "serve", description = "Start the daemon (the default).")
final class ServeHelp implements Runnable {
  @Option(names = "-verbose", description = "Log what is done; the default.")
  boolean verbose;

  @Option(names = "-debug", description = "Log more.")
  boolean debug;

  @Option(names = "-stack", description = "Log stack traces with errors at the start.")
  boolean stack;

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "serve takes -config FILE, -verbose, -debug and -stack, each once");
  }
}
