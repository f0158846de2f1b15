package io.orchestrator.agent.host.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.CommandScope;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.command.Strays;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.VerifyConfig;
import io.orchestrator.agent.host.mysql.LiveServer;
import io.orchestrator.agent.host.snapshot.DisposableMount;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies snapshots in the background, one at a time. */
public final class VerifySnapshot {
  private static final Logger log = LoggerFactory.getLogger(VerifySnapshot.class);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final VerifyConfig config;
  private final DisposableMount mount;
  private final LiveServer live;
  private final ProcessRunner processes;
  private final Strays strays;
  private final Clock clock;
  private final StateFile<String> marker;
  private @Nullable Verification last;
  private @Nullable Thread thread;
  private @Nullable CommandScope scope;
  private boolean cleaning;

  @Inject
  VerifySnapshot(
      AgentConfig config,
      DisposableMount mount,
      LiveServer live,
      ProcessRunner processes,
      Strays strays,
      Clock clock) {
    this.config = config.verify();
    this.mount = mount;
    this.live = live;
    this.processes = processes;
    this.strays = strays;
    this.clock = clock;
    this.marker =
        new StateFile<>(config.stateDirectory().resolve("verify.json"), new TypeReference<>() {});
  }

  /**
   * Starts to verify a snapshot and returns.
   *
   * @param path as the list of volumes shows it
   * @param full with CHECK TABLE on each table
   * @throws AgentException {@code CONFLICT} if one is being verified; {@code NOT_FOUND}, {@code
   *     INVALID_ARGUMENT} or {@code RESOURCES_EXHAUSTED} for what can't be
   */
  public VerifyView start(String path, boolean full) throws InterruptedException {
    String snapshot = mount.require(path);
    TableCheck.Depth depth = full ? TableCheck.Depth.FULL : TableCheck.Depth.OPEN;
    synchronized (this) {
      if (thread != null && thread.isAlive()) {
        throw new AgentException(
            ErrorCode.CONFLICT,
            "Could not verify "
                + snapshot
                + ": another snapshot is being verified; wait for its"
                + " end or abort it");
      }
      String mark = UUID.randomUUID().toString();
      marker.write(mark);
      Verification course = new Verification(snapshot, clock.instant());
      CommandScope commands = processes.scope(mark);
      Thread worker = new Thread(() -> run(snapshot, depth, course, commands), "verify");
      worker.setDaemon(true);
      last = course;
      scope = commands;
      cleaning = false;
      thread = worker;
      worker.start();
      Thread watch = new Thread(() -> watch(worker, course), "verify-limit");
      watch.setDaemon(true);
      watch.start();
      return course.view();
    }
  }

  private void watch(Thread worker, Verification course) {
    try {
      worker.join(config.limit().toMillis());
      if (worker.isAlive()) {
        stop(course, VerifyView.State.FAILED, "it took longer than VerifyMinutes allows");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(
      String snapshot, TableCheck.Depth depth, Verification course, CommandScope commands) {
    log.info("Verifying {}", snapshot);
    VerifyRun run = new VerifyRun(config, mount, live, commands);
    VerifyView.State state = VerifyView.State.FAILED;
    String reason = "a defect of the agent, see its log";
    try {
      run.run(snapshot, depth, course);
      state = VerifyView.State.GOOD;
      reason = "";
    } catch (BadSnapshotException e) {
      state = VerifyView.State.BAD;
      reason = String.valueOf(e.getMessage());
    } catch (AgentException e) {
      reason = e.getMessage();
    } catch (InterruptedException e) {
      reason = "it was interrupted";
    } finally {
      commands.close();
      cleanUp(run, course);
      course.ended(state, reason);
      VerifyView end = course.view();
      log.info("{} is {} {}", snapshot, end.state(), end.reason());
    }
  }

  // Not to be interrupted: a copy that stays mounted would take space until somebody finds it.
  private void cleanUp(VerifyRun run, Verification course) {
    synchronized (this) {
      cleaning = true;
      boolean unused = Thread.interrupted();
    }
    try {
      run.cleanUp();
      marker.delete();
    } catch (AgentException e) {
      log.error("Could not clean up after a verification: {}", e.getMessage());
      course.ended(VerifyView.State.FAILED, "the copy could not be taken away: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The verification that goes on, or the last one. */
  public synchronized VerifyView view() {
    return last == null ? VerifyView.none() : last.view();
  }

  /** Ends the verification that goes on, if one does, and waits a little for its end. */
  public VerifyView abort() throws InterruptedException {
    Optional<Verification> running;
    synchronized (this) {
      running = Optional.ofNullable(last).filter(Verification::isRunning);
    }
    if (running.isPresent()) {
      stop(running.get(), VerifyView.State.ABORTED, "it was aborted on request");
    }
    return view();
  }

  private void stop(Verification course, VerifyView.State state, String reason)
      throws InterruptedException {
    Thread worker;
    synchronized (this) {
      if (last != course || thread == null || scope == null) {
        return;
      }
      worker = thread;
      course.ended(state, reason);
      if (!cleaning) {
        worker.interrupt();
        scope.close();
      }
    }
    worker.join(TimeUnit.SECONDS.toMillis(STOP_PATIENCE.toSeconds()));
  }

  /** At the agent's stop. */
  public void stop() throws InterruptedException {
    var unused = abort();
  }

  /** At the agent's start: ends and takes away what a killed agent has left. */
  public void recover() throws InterruptedException {
    Optional<String> mark = marker.read();
    if (mark.isEmpty()) {
      return;
    }
    strays.end(Set.of(mark.get())).forEach(ended -> log.warn("Of a verification: {}", ended));
    try {
      new VerifyRun(config, mount, live, processes).cleanUp();
      marker.delete();
    } catch (AgentException e) {
      log.error("Could not clean up after a verification: {}", e.getMessage());
    }
  }
}
