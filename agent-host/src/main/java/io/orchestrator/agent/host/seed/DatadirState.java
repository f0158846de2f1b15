package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.mysql.DiskUsage;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Tells people whether MySQL may be started on the datadir, and what can be restored. */
public final class DatadirState {
  private final MySqlFacts mysql;
  private final UnfinishedMark unfinished;
  private final KeptData kept;
  private final DiskUsage diskUsage;

  @Inject
  DatadirState(MySqlFacts mysql, UnfinishedMark unfinished, KeptData kept, DiskUsage diskUsage) {
    this.mysql = mysql;
    this.unfinished = unfinished;
    this.kept = kept;
    this.diskUsage = diskUsage;
  }

  /** How it is now. */
  public DatadirView view() throws InterruptedException {
    Path datadir = mysql.datadir();
    String why = unfinished.reason(datadir).orElse("");
    Optional<Path> folder = kept.find(datadir).map(KeptDatadir::folder);
    return folder.isEmpty()
        ? new DatadirView(datadir.toString(), why, "", "", 0)
        : new DatadirView(
            datadir.toString(),
            why,
            folder.get().toString(),
            kept.since(datadir).map(Instant::toString).orElse(""),
            diskUsage.bytes(folder.get()));
  }
}
