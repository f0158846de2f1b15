package io.orchestrator.agent.host.mysql;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/** What is known of the server that this agent serves, for who starts another one. */
public final class LiveServer {
  private final MySqlInstance instance;

  @Inject
  LiveServer(MySqlInstance instance) {
    this.instance = instance;
  }

  /** The process; empty if it does not run. */
  public Optional<ServerProcess> process() throws InterruptedException {
    return instance.settings().process();
  }

  /** Its options, or those of its option files. */
  public ServerOptions options() throws InterruptedException {
    return instance.settings().options();
  }

  /** Its data directory. */
  public Path datadir() throws InterruptedException {
    return instance.datadir();
  }
}
