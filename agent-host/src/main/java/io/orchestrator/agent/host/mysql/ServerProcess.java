package io.orchestrator.agent.host.mysql;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A running server.
 *
 * @param pid its process id
 * @param arguments the options on its command line
 * @param workingDirectory where it works, if that is a datadir, as it is once the server is up;
 *     empty also if the agent may not see it
 */
public record ServerProcess(long pid, ServerOptions arguments, Optional<Path> workingDirectory) {
  /** The option, unknown to servers, that marks those that an agent starts for itself. */
  public static final String PRIVATE = "orchestrator-agent-private";

  /** Did an agent start it for itself? */
  boolean isPrivate() {
    return arguments.find(PRIVATE).isPresent();
  }
}
