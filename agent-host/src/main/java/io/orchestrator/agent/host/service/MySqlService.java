package io.orchestrator.agent.host.service;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.datadir.AgentsOwn;
import io.orchestrator.agent.host.mysql.ServerProcess;
import io.orchestrator.agent.host.mysql.ServerProcesses;
import io.orchestrator.agent.host.shared.SharedAnswer;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The MySQL server as a service: does it run, start it, stop it. */
public final class MySqlService {
  private static final int PATIENCE_SECONDS = 40;
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final ChosenServiceManager manager;
  private final ServerProcesses processes;
  private final MySqlFacts mysql;
  private final UnfinishedMark unfinished;
  private final boolean datadirIsNamed;
  private final SharedAnswer<Boolean> running;
  private final ReentrantLock lock = new ReentrantLock(true);
  private Optional<ProcessHandle> stopping = Optional.empty();

  @Inject
  MySqlService(
      ChosenServiceManager manager,
      ServerProcesses processes,
      MySqlFacts mysql,
      UnfinishedMark unfinished,
      AgentConfig config) {
    this.manager = manager;
    this.processes = processes;
    this.mysql = mysql;
    this.unfinished = unfinished;
    this.datadirIsNamed =
        config.mysql().defaultsFile().isPresent() || config.mysql().datadirCommand().isPresent();
    this.running = SharedAnswer.whileComputing(this::look);
  }

  /**
   * Does the server run? True also if the service manager says it does not, but a process of it has
   * the datadir open, or mysqld_safe is about to start it again.
   *
   * @throws AgentException if that can't be found out
   */
  public boolean running() throws InterruptedException {
    return running.get();
  }

  /**
   * Refuses what must not be done under a running server.
   *
   * @param what completes "Could not …"
   * @throws AgentException {@code CONFLICT} if it runs
   */
  public void requireStopped(String what) throws InterruptedException {
    if (look()) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not " + what + ": MySQL is running; stop it first");
    }
  }

  /** What is done while nobody starts or stops the server. */
  @FunctionalInterface
  public interface Action<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }

  /**
   * Does something under which the server must not run, and keeps it from being started meanwhile.
   *
   * @param what completes "Could not …"
   * @throws AgentException {@code CONFLICT} if the server runs, or is being started or stopped
   */
  public <T> T whileStopped(String what, Action<T> action) throws InterruptedException {
    return alone(
        () -> {
          requireStopped(what);
          return action.run();
        });
  }

  /**
   * Starts the server.
   *
   * @throws AgentException {@code CONFLICT} if the datadir is unfinished, or, where no setting
   *     names it, another one that was the datadir before and is not empty; also if the last stop
   *     has failed and the server may still go down
   */
  public void start() throws InterruptedException {
    alone(
        () -> {
          Path datadir = mysql.datadir();
          requireFinished(datadir);
          requireNotStopping(datadir);
          manager.require().start();
          return true;
        });
  }

  private void requireFinished(Path datadir) {
    Optional<String> why = unfinished.reason(datadir);
    if (why.isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not start MySQL: the datadir "
              + datadir
              + " is unfinished: "
              + why.get()
              + "; seed it again, or if you know that its data is good, run"
              + " 'orchestrator-agent datadir accept'");
    }
    if (datadirIsNamed) {
      return;
    }
    // While this agent's server is down, another one that runs may be taken for it.
    unfinished
        .all()
        .forEach(
            (marked, reason) -> {
              if (!AgentsOwn.is(marked) && !isEmpty(marked)) {
                throw new AgentException(
                    ErrorCode.CONFLICT,
                    "Could not start MySQL: the datadir "
                        + marked
                        + " is unfinished: "
                        + reason
                        + ", and the agent takes "
                        + datadir
                        + " for MySQL's at present; name the right one by MySQLDefaultsFile or"
                        + " MySQLDatadirCommand, or delete what is in "
                        + marked
                        + " if it is no server's any more");
              }
            });
  }

  // It may run as far as the service manager can tell, which would have nothing to do then.
  private void requireNotStopping(Path datadir) {
    Optional<Long> pid = stopping.filter(ProcessHandle::isAlive).map(ProcessHandle::pid);
    if (pid.isPresent()
        && processes
            .serving(datadir)
            .map(ServerProcess::pid)
            .filter(pid.get()::equals)
            .isPresent()) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Could not start MySQL: it is still stopping (process "
              + pid.get()
              + "), as the last mysql-stop did not see it end; try again when mysql-status says"
              + " that it does not run. If it does not stop, see MySQL's error log, and stop it"
              + " again");
    }
  }

  /** Does it surely hold no data? */
  private static boolean isEmpty(Path folder) {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            folder, entry -> !AgentsOwn.is(entry) && !entry.endsWith("lost+found"))) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return true;
    } catch (IOException unseen) {
      return false;
    }
  }

  /**
   * Stops the server.
   *
   * @throws AgentException {@code COMMAND_FAILED} also if the service manager says that it has
   *     stopped, but a process of it still has the datadir open
   */
  public void stop() throws InterruptedException {
    alone(
        () -> {
          ServiceManager chosen = manager.require();
          try {
            chosen.stop();
            awaitEndOfProcess();
            return true;
          } catch (AgentException failed) {
            stopping = serverAfter(failed);
            throw failed;
          }
        });
  }

  /** The very process: another one may have its id later. */
  private Optional<ProcessHandle> serverAfter(AgentException failedStop)
      throws InterruptedException {
    try {
      return processes.serving(mysql.datadir()).flatMap(server -> ProcessHandle.of(server.pid()));
    } catch (AgentException unseen) {
      failedStop.addSuppressed(unseen);
      return Optional.empty();
    }
  }

  // An init script's status asks the server itself, which no longer answers while it shuts down;
  // and mysqld_safe ends a moment after the server.
  private void awaitEndOfProcess() throws InterruptedException {
    Path datadir = mysql.datadir();
    long end = System.nanoTime() + LAST_LOOK.toNanos();
    Optional<ServerProcess> left = processes.using(datadir);
    while (left.isPresent()) {
      if (System.nanoTime() > end) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            "Could not stop MySQL: its service says that it has stopped, but process "
                + left.get().pid()
                + (processes.serving(datadir).isPresent()
                    ? " still uses " + datadir + "; see MySQL's error log, and try again"
                    : " (mysqld_safe) is about to start it again in "
                        + datadir
                        + "; end that process, then try again"));
      }
      TimeUnit.MILLISECONDS.sleep(200);
      left = processes.using(datadir);
    }
  }

  private boolean look() throws InterruptedException {
    if (manager.find().isPresent() && manager.find().get().status() == ServiceStatus.RUNNING) {
      return true;
    }
    Optional<ServerProcess> process = processes.using(mysql.datadir());
    return process.isPresent();
  }

  /**
   * Does something while nobody else starts or stops the server or does such a thing.
   *
   * @throws AgentException {@code CONFLICT} if somebody else does for too long
   */
  public <T> T alone(Action<T> action) throws InterruptedException {
    if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Another command starts or stops MySQL or changes its datadir; try again later");
    }
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }
}
