package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.MySqlFacts;
import java.nio.file.Path;
import java.util.Optional;

/** A server whose datadir is found out by a test's code. */
record SlowDatadir(Search search) implements MySqlFacts {
  /** Finds it. */
  interface Search {
    Path find() throws InterruptedException;
  }

  @Override
  public Path datadir() throws InterruptedException {
    return search.find();
  }

  @Override
  public int port() {
    return 3306;
  }

  @Override
  public Optional<Path> defaultsFile() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> socket() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> errorLog() {
    return Optional.empty();
  }
}
