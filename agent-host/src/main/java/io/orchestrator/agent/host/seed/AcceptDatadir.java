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

/** An operator's word that an unfinished datadir is good. */
public final class AcceptDatadir {
  private static final Logger log = LoggerFactory.getLogger(AcceptDatadir.class);

  private final MySqlFacts mysql;
  private final MySqlService service;
  private final UnfinishedMark unfinished;
  private final SeedRunner runner;
  private final DatadirCheck check;
  private final DatadirDeletion deletion;
  private final PostCopy postCopy;
  private final KeptData kept;

  @Inject
  AcceptDatadir(
      MySqlFacts mysql,
      MySqlService service,
      UnfinishedMark unfinished,
      SeedRunner runner,
      DatadirCheck check,
      DatadirDeletion deletion,
      PostCopy postCopy,
      KeptData kept) {
    this.service = service;
    this.mysql = mysql;
    this.unfinished = unfinished;
    this.runner = runner;
    this.check = check;
    this.deletion = deletion;
    this.postCopy = postCopy;
    this.kept = kept;
  }

  /**
   * Takes the mark away.
   *
   * @return what was done, one line
   * @throws AgentException {@code CONFLICT} if a seed is active, post-copy still runs, the datadir
   *     is being deleted or a part of the data is elsewhere; {@code CORRUPT_DATA} if there is no
   *     data
   */
  public String accept() throws InterruptedException {
    return service.alone(this::checkAndAccept);
  }

  private String checkAndAccept() throws InterruptedException {
    Path datadir = mysql.datadir();
    if (runner.active().isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not accept " + datadir + ": a seed is active");
    }
    postCopy.requireOver("accept the datadir");
    if (deletion.isRunning()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not accept "
              + datadir
              + ": MySQLDeleteDatadirContentCommand still deletes what is in it; try again later");
    }
    if (unfinished.reason(datadir).isEmpty()) {
      return "The datadir " + datadir + " was not marked unfinished";
    }
    if (kept.isHalfMoved(datadir)) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not accept "
              + datadir
              + ": moving its data was interrupted, a part is elsewhere; run 'orchestrator-agent"
              + " datadir restore', or delete it");
    }
    check.requireData(datadir);
    unfinished.clear(datadir);
    log.warn("An operator has accepted the unfinished datadir {}", datadir);
    return "The datadir " + datadir + " is accepted; MySQL may be started on it";
  }
}
