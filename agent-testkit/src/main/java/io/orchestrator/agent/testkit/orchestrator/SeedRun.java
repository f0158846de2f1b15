package io.orchestrator.agent.testkit.orchestrator;

import java.util.function.Consumer;

/**
 * Seeds one agent from another as the server does, step by step. Where the server goes on although
 * something failed, so does this; what it overlooked is an event with an error.
 */
public final class SeedRun {
  private static final int MAX_STALE_POLLS = 10;

  private final StandInOrchestrator orchestrator;
  private final SeedPace pace;
  private final Consumer<SeedEvent> listener;

  /**
   * For any number of seeds.
   *
   * @param orchestrator knows the agents
   * @param pace how fast
   * @param listener is told each step when it begins, on the thread that runs the seed
   */
  public SeedRun(StandInOrchestrator orchestrator, SeedPace pace, Consumer<SeedEvent> listener) {
    this.orchestrator = orchestrator;
    this.pace = pace;
    this.listener = listener;
  }

  /**
   * Runs a seed to its end. There is no limit of time as long as the target's {@code mysql-du}
   * changes; the server has none either.
   *
   * @param target the host name of the agent to receive
   * @param source the host name of the agent to send
   * @throws InterruptedException if the calling thread is interrupted; nothing is aborted or
   *     unmounted then, as when the server is restarted
   */
  public SeedOutcome run(String target, String source) throws InterruptedException {
    if (target.equals(source)) {
      throw new IllegalArgumentException(target + " can't be seeded from itself");
    }
    SeedLog log = new SeedLog(orchestrator.nextSeed(), listener);
    try {
      String volume = chooseVolume(target, source, log);
      long size = prepare(target, source, volume, log);
      startCopy(target, source, log);
      followCopy(target, source, size, log);
      finish(target, source, log);
      return log.succeeded();
    } catch (AgentCallException | SeedGivenUpException end) {
      return log.failed(String.valueOf(end.getMessage()));
    }
  }

  private String chooseVolume(String target, String source, SeedLog log)
      throws AgentCallException, SeedGivenUpException {
    log.step("asking target " + target + " for agent info");
    AgentInfo targetInfo = orchestrator.info(target);
    log.step("asking source " + source + " for agent info");
    AgentInfo sourceInfo = orchestrator.info(source);
    log.step("checking MySQL on target " + target);
    if (targetInfo.mySqlRunning()) {
      throw new SeedGivenUpException("MySQL is running on target " + target);
    }
    log.step("looking for snapshots on source " + source);
    if (sourceInfo.logicalVolumes().isEmpty()) {
      throw new SeedGivenUpException("no logical volumes on source " + source);
    }
    log.step("checking the mount point of source " + source);
    if (sourceInfo.mountPoint().mounted()) {
      throw new SeedGivenUpException("a volume is already mounted on source " + source);
    }
    return sourceInfo.logicalVolumes().get(0).path();
  }

  private long prepare(String target, String source, String volume, SeedLog log)
      throws AgentCallException, SeedGivenUpException {
    log.step("mounting " + volume + " on source " + source);
    orchestrator.call(source, "mountlv?lv=" + volume);
    long size = orchestrator.info(source).mountPoint().mySqlDiskUsage();
    log.step("source " + source + " has " + size + " bytes to copy");
    log.step("deleting the MySQL data of target " + target);
    orchestrator.call(target, "delete-mysql-datadir");
    log.step("asking target " + target + " for its free space");
    long free = orchestrator.info(target).datadirAvailableSpace();
    if (size > free) {
      carelessly(source, "umount", log);
      throw new SeedGivenUpException(
          "target " + target + " has " + free + " bytes free, " + size + " are needed");
    }
    return size;
  }

  private void startCopy(String target, String source, SeedLog log) throws InterruptedException {
    log.step("target " + target + " is to receive");
    carelessly(target, "receive-mysql-seed-data/" + log.seedId(), log);
    log.step("waiting " + pace.waitBeforeSend().toMillis() + " ms for target " + target);
    Thread.sleep(pace.waitBeforeSend().toMillis());
    log.step("source " + source + " is to send to " + target);
    carelessly(source, "send-mysql-seed-data/" + target + "/" + log.seedId(), log);
  }

  private void followCopy(String target, String source, long size, SeedLog log)
      throws AgentCallException, SeedGivenUpException, InterruptedException {
    long copied = 0;
    int stale = 0;
    while (true) {
      long now = orchestrator.info(target).mySqlDiskUsage();
      // Never set back to 0: pauses add up over the whole seed.
      stale += now == copied ? 1 : 0;
      copied = now;
      boolean completed = says(target, "seed-command-completed", log);
      boolean failed = completed && !says(target, "seed-command-succeeded", log);
      if (failed || stale > MAX_STALE_POLLS) {
        carelessly(source, "abort-seed/" + log.seedId(), log);
        carelessly(target, "abort-seed/" + log.seedId(), log);
        carelessly(source, "umount", log);
        // The server gives this reason for a failed command as well; only here it is told apart.
        throw new SeedGivenUpException(
            failed
                ? "the seed command failed on target " + target
                : "10 iterations have passed without progress");
      }
      log.progress(new SeedProgress(copied, size));
      if (completed) {
        return;
      }
      Thread.sleep(pace.poll().toMillis());
    }
  }

  private void finish(String target, String source, SeedLog log) throws AgentCallException {
    log.step("finishing on target " + target + " (post-copy)");
    orchestrator.call(target, "post-copy/?sourceHost=" + source);
    log.step("unmounting on source " + source);
    orchestrator.call(source, "umount");
    log.step("starting MySQL on target " + target);
    orchestrator.call(target, "mysql-start");
  }

  private boolean says(String host, String route, SeedLog log) {
    String command = route + "/" + log.seedId();
    try {
      return LenientJson.flag(LenientJson.parse(orchestrator.call(host, command).body()));
    } catch (AgentCallException unnoticed) {
      log.overlooked(command, unnoticed.getMessage());
      return false;
    }
  }

  private void carelessly(String host, String command, SeedLog log) {
    try {
      orchestrator.call(host, command);
    } catch (AgentCallException unnoticed) {
      log.overlooked(command, unnoticed.getMessage());
    }
  }
}
