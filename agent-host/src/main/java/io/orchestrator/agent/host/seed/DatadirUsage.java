package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.host.datadir.AgentsOwn;
import io.orchestrator.agent.host.mysql.DiskUsage;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What mysql-du answers. Orchestrator ends a seed when more than ten polls found it unchanged, so
 * while a seed is received it is the bytes received so far, and at least one more at each poll as
 * long as anything of the seed works.
 */
public final class DatadirUsage {
  private static final Logger log = LoggerFactory.getLogger(DatadirUsage.class);

  private final MySqlFacts mysql;
  private final DiskUsage diskUsage;
  private final SeedRunner runner;
  private @Nullable ActiveSeed shownSeed;
  private long shown;
  private long shownWork;

  @Inject
  DatadirUsage(MySqlFacts mysql, DiskUsage diskUsage, SeedRunner runner) {
    this.mysql = mysql;
    this.diskUsage = diskUsage;
    this.runner = runner;
  }

  /** Bytes. */
  public long bytes() throws InterruptedException {
    Optional<ActiveSeed> receiving =
        runner.active().filter(seed -> seed.record().role() == SeedRecord.Role.RECEIVE);
    return receiving.isPresent() ? progress(receiving.get()) : onDisk();
  }

  private long progress(ActiveSeed seed) throws InterruptedException {
    if (isNew(seed)) {
      // An answer from before may count the data that was deleted for this seed.
      diskUsage.forget(mysql.datadir());
    }
    long received = seed.bytes();
    // A transport that can't count, such as a configured command, is measured on disk.
    return shown(seed, received > 0 ? received : measured());
  }

  private synchronized boolean isNew(ActiveSeed seed) {
    return shownSeed != seed;
  }

  /** What a walk finds; one that fails must not read as a seed that lost all it had. */
  private long measured() throws InterruptedException {
    try {
      return onDisk();
    } catch (AgentException e) {
      log.warn("Could not measure the seed that is received: {}", e.getMessage());
      return 0;
    }
  }

  private synchronized long shown(ActiveSeed seed, long bytes) {
    long work = seed.work();
    if (shownSeed != seed) {
      shownSeed = seed;
      shown = bytes;
    } else {
      shown = Math.max(bytes, work > shownWork ? shown + 1 : shown);
    }
    shownWork = work;
    return shown;
  }

  private long onDisk() throws InterruptedException {
    Path datadir = mysql.datadir();
    return diskUsage.bytes(datadir, AgentsOwn.names(datadir));
  }
}
