package io.orchestrator.agent.live.datadir;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.Transfer;
import java.nio.file.Path;

/** Brings a directory to disk. */
public final class SyncToDisk {
  private SyncToDisk() {}

  /**
   * Waits until all of its file system is on disk.
   *
   * @throws io.orchestrator.agent.api.AgentException if that fails
   */
  public static void run(Transfer transfer, Path directory) throws InterruptedException {
    var unused =
        transfer
            .commands()
            .run(Command.of("sync", "--file-system", directory.toString()).withoutLimit());
  }
}
