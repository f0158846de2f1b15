package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.host.datadir.DatadirCheck;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Undoes the deletion of a datadir, and whatever was seeded into it since. */
public final class RestoreDatadir {
  private static final Logger log = LoggerFactory.getLogger(RestoreDatadir.class);

  private final MySqlFacts mysql;
  private final MySqlService service;
  private final SeedRunner runner;
  private final DatadirCheck check;
  private final DatadirDeletion deletion;
  private final PostCopy postCopy;
  private final KeptData kept;
  private final UnfinishedMark unfinished;

  @Inject
  RestoreDatadir(
      MySqlFacts mysql,
      MySqlService service,
      SeedRunner runner,
      DatadirCheck check,
      DatadirDeletion deletion,
      PostCopy postCopy,
      KeptData kept,
      UnfinishedMark unfinished) {
    this.mysql = mysql;
    this.service = service;
    this.runner = runner;
    this.check = check;
    this.deletion = deletion;
    this.postCopy = postCopy;
    this.kept = kept;
    this.unfinished = unfinished;
  }

  /**
   * Puts back what is kept.
   *
   * @return what was done, one line
   * @throws AgentException {@code CONFLICT} if MySQL runs, a seed is active, post-copy still runs,
   *     the datadir is being deleted or is not unfinished; {@code NOT_FOUND} if nothing is kept
   */
  public String restore() throws InterruptedException {
    return service.whileStopped("restore the datadir", this::checkAndRestore);
  }

  private String checkAndRestore() throws InterruptedException {
    Path datadir = mysql.datadir();
    runner
        .active()
        .ifPresent(
            seed -> {
              throw refused(datadir, seed + " is active; abort it first");
            });
    if (deletion.isRunning()) {
      throw refused(datadir, "it is still being deleted; try again later");
    }
    postCopy.requireOver("restore the datadir");
    boolean interrupted = kept.isHalfMoved(datadir);
    if (interrupted) {
      kept.settle(datadir);
    }
    if (interrupted && kept.find(datadir).isEmpty()) {
      return said("The restoration of " + datadir + " is complete; " + next(datadir));
    }
    check.requireReplaceable(datadir);
    KeptData.Restored restored = kept.restore(datadir);
    return said(
        "The datadir "
            + datadir
            + " is as it was before it was deleted: "
            + restored.back()
            + " entries are back, "
            + restored.discarded()
            + " that were there are deleted; "
            + next(datadir));
  }

  private String next(Path datadir) {
    return unfinished
        .reason(datadir)
        .map(
            why ->
                "it is unfinished as it was then: "
                    + why
                    + "; run post-copy, or if you know that its data is good, 'orchestrator-agent"
                    + " datadir accept'")
        .orElse("MySQL may be started on it");
  }

  private static String said(String done) {
    log.warn("By an operator's order: {}", done);
    return done;
  }

  private static AgentException refused(Path datadir, String why) {
    return new AgentException(
        ErrorCode.CONFLICT, "Could not restore the datadir " + datadir + ": " + why);
  }
}
