package io.orchestrator.agent.host.mysql;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server is set to: the running one, or the one that the option files describe.
 *
 * @param process the running server, if it is known which
 * @param options its command line and option files
 */
record ServerSettings(Optional<ServerProcess> process, ServerOptions options) {
  private static final Path USUAL_DATADIR = Path.of("/var/lib/mysql");

  /** The option if it names something. */
  Optional<String> named(String option) {
    return options.find(option).filter(value -> !value.isBlank());
  }

  /**
   * The datadir: where the running server works is right even when the option files were changed
   * since, but where both mean the same directory the configured path is the better name for it.
   */
  Path datadir() {
    Optional<Path> configured = named("datadir").map(Path::of).filter(Path::isAbsolute);
    Optional<Path> working = process.flatMap(ServerProcess::workingDirectory);
    boolean onCommandLine =
        process.flatMap(server -> server.arguments().find("datadir")).isPresent();
    if (configured.isPresent()
        && (onCommandLine
            || working.isEmpty()
            || ServerProcesses.isSame(configured.get(), working.get()))) {
      return configured.get().normalize();
    }
    return working.orElse(USUAL_DATADIR);
  }

  /** What the server calls its files after, unless told otherwise. */
  String logBaseName(String hostname) {
    return named("log_basename").orElse(hostname);
  }
}
