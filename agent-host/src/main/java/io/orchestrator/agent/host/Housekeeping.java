package io.orchestrator.agent.host;

import io.orchestrator.agent.host.seed.SourceWatch;
import io.orchestrator.agent.host.seed.StallWatch;
import io.orchestrator.agent.host.snapshot.LiveSources;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.verify.VerifySnapshot;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent looks at from time to time: stalled seeds, lost snapshots, leftovers. */
final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final StallWatch stallWatch;
  private final SourceWatch sourceWatch;
  private final SnapshotCommands snapshots;
  private final LiveSources live;
  private final VerifySnapshot verify;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          4,
          task -> {
            Thread thread = new Thread(task, "housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  @Inject
  Housekeeping(
      StallWatch stallWatch,
      SourceWatch sourceWatch,
      SnapshotCommands snapshots,
      LiveSources live,
      VerifySnapshot verify) {
    this.stallWatch = stallWatch;
    this.sourceWatch = sourceWatch;
    this.snapshots = snapshots;
    this.live = live;
    this.verify = verify;
  }

  private interface Look {
    void run() throws InterruptedException;
  }

  void start() {
    // Says in the log which can't be used; not before the agent serves, for a check may take long.
    timer.execute(() -> guarded(live::list));
    every(5, stallWatch::look);
    every(5, sourceWatch::look);
    every(20, snapshots::releaseForgotten);
    every(30, verify::retryCleanUp);
  }

  void stop() {
    timer.shutdownNow();
  }

  private void every(int seconds, Look look) {
    var unused =
        timer.scheduleWithFixedDelay(() -> guarded(look), seconds, seconds, TimeUnit.SECONDS);
  }

  // A look that fails is tried again at its next turn.
  private static void guarded(Look look) {
    try {
      look.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | OutOfMemoryError e) { // the latter where no thread can be made
      log.error("Housekeeping failed: {}", e.getMessage(), e);
    }
  }
}
