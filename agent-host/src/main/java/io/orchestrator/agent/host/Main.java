package io.orchestrator.agent.host;

import io.orchestrator.agent.host.cli.CommandLineRoot;
import io.orchestrator.agent.host.cli.ServeArguments;
import java.time.Duration;
import java.util.Optional;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param arguments of the command line; none starts the daemon
   */
  public static void main(String[] arguments) {
    // The daemon itself does without picocli: its classes would stay in memory for nothing.
    Optional<ServeArguments> serve = ServeArguments.parse(arguments);
    int status = serve.isPresent() ? new Serve(serve.get()).run() : CommandLineRoot.run(arguments);
    LastResort.haltAfter(Duration.ofSeconds(10), status);
    System.exit(status);
  }
}
