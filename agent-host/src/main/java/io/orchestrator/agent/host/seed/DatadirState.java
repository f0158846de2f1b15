package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.mysql.DiskUsage;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            since(folder.get()),
            diskUsage.bytes(folder.get()));
  }

  // Moving the entries in was the last change to the folder itself.
  private static String since(Path folder) {
    try {
      return Files.getLastModifiedTime(folder).toInstant().toString();
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not look at " + folder + ": " + e, e);
    }
  }
}
