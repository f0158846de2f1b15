package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.datadir.DatadirCheck;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.datadir.DatadirSpace;
import io.orchestrator.agent.host.datadir.EarlierData;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Deletes the data of the target, or keeps it out of the way, unless anything speaks against it.
 */
public final class EmptyDatadir {
  private final MySqlFacts mysql;
  private final MySqlService service;
  private final SeedRunner runner;
  private final DatadirCheck check;
  private final UnfinishedMark unfinished;
  private final DatadirDeletion deletion;
  private final PostCopy postCopy;
  private final KeptData kept;
  private final EarlierData earlier;
  private final DatadirSpace space;
  private final boolean keeps;
  private final Clock clock;

  @Inject
  EmptyDatadir(
      MySqlFacts mysql,
      MySqlService service,
      SeedRunner runner,
      DatadirCheck check,
      UnfinishedMark unfinished,
      DatadirDeletion deletion,
      PostCopy postCopy,
      KeptData kept,
      EarlierData earlier,
      DatadirSpace space,
      AgentConfig config,
      Clock clock) {
    this.mysql = mysql;
    this.service = service;
    this.runner = runner;
    this.check = check;
    this.unfinished = unfinished;
    this.deletion = deletion;
    this.postCopy = postCopy;
    this.kept = kept;
    this.earlier = earlier;
    this.space = space;
    this.keeps = config.seed().keepOldDatadir();
    this.clock = clock;
  }

  /**
   * Empties the datadir; its blocks may be freed later.
   *
   * @throws AgentException {@code CONFLICT} if MySQL runs, a seed is active, post-copy still runs,
   *     or the directory must not be deleted; nothing is deleted then
   */
  public void empty() throws InterruptedException {
    try {
      service.whileStopped("delete the datadir", this::begin).await();
    } finally {
      space.changed();
    }
  }

  private DatadirDeletion.Attempt begin() throws InterruptedException {
    runner
        .active()
        .ifPresent(
            seed -> {
              throw new AgentException(
                  ErrorCode.CONFLICT,
                  "Could not delete the datadir: " + seed + " is active; abort it first");
            });
    postCopy.requireOver("delete the datadir");
    Path datadir = mysql.datadir();
    kept.settle(datadir);
    check.requireDeletable(datadir);
    earlier.discard(datadir);
    String mark = "its data was deleted at " + clock.instant() + " and not seeded since";
    // Half a seed is not worth keeping, and must not take the place of what is.
    boolean good = check.hasData(datadir) && isWhole(datadir);
    if (good && keeps && kept.keep(datadir, mark)) {
      return () -> {};
    }
    unfinished.set(datadir, mark);
    if (good) {
      kept.discard(datadir);
    }
    return deletion.begin(datadir);
  }

  /** Nobody may have called post-copy, and MySQL may have been started by hand. */
  private boolean isWhole(Path datadir) {
    return unfinished.reason(datadir).filter(why -> !why.equals(PostCopy.AWAITED)).isEmpty();
  }
}
