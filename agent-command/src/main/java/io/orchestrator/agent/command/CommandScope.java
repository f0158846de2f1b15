package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts programs that belong together, such as those of a seed, and ends all of them: commands
 * that run, what these have started, and what got away from its parents and session but bears the
 * marker. What a {@link Command#leavingDaemon()} command has left stays, and a {@link
 * Command#neverKilled()} one is only asked. Usable from any thread.
 */
public final class CommandScope implements CommandRunner, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CommandScope.class);

  private final ProcessRunner runner;
  private final Launcher launcher;
  private final String marker;
  private final Family family;
  private final ActivityMeter meter = new ActivityMeter();
  private final Set<TrackedCommand> spared = new HashSet<>();
  private boolean closed;

  CommandScope(ProcessRunner runner, Launcher launcher, String marker) {
    this.runner = runner;
    this.launcher = launcher;
    this.marker = Marker.checked(marker);
    Set<String> markers = Set.of(marker);
    this.family = new Family(process -> Marker.isOn(process, markers));
  }

  /**
   * As {@link CommandRunner#run}.
   *
   * @throws AgentException {@code ABORTED} also if this scope is closed, before or meanwhile
   */
  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return ProcessRunner.succeeded(command, tryRun(command));
  }

  /**
   * As {@link CommandRunner#tryRun}.
   *
   * @throws AgentException {@code ABORTED} also if this scope is closed, before or meanwhile
   */
  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    try (TrackedCommand running = begin(command, false)) {
      CommandResult result = running.waitFor();
      if (!result.succeeded() && isClosed()) {
        throw aborted(command, "it was ended");
      }
      return result;
    }
  }

  /**
   * As {@link CommandRunner#start}.
   *
   * @throws AgentException {@code ABORTED} also if this scope is closed
   */
  @Override
  public RunningCommand start(Command command) {
    return begin(command, true);
  }

  @Override
  public Optional<Path> find(String program) {
    return runner.find(program);
  }

  /** What its processes have done so far; no number ever gets smaller, but for the processes. */
  public ScopeActivity activity() {
    return meter.read(family::living);
  }

  /**
   * Ends everything that belongs to it, and refuses to start more from now on. Takes ten seconds at
   * most, mostly far less; not interruptible. May be called again.
   *
   * @return what could not be ended, one line a process; nothing, as a rule
   */
  public List<String> end() {
    List<TrackedCommand> running;
    synchronized (this) {
      closed = true;
      running = new ArrayList<>(spared);
    }
    running.forEach(TrackedCommand::close);
    return launcher.ending().end(family::living).stream().map(HostProcess::label).toList();
  }

  /** As {@link #end()}; what could not be ended is logged. */
  @Override
  public void close() {
    List<String> survivors = end();
    if (!survivors.isEmpty()) {
      log.warn("Could not end these processes, kill them by hand: {}", survivors);
    }
  }

  private TrackedCommand begin(Command command, boolean streamed) {
    TrackedCommand running = launch(command, streamed);
    running.begin(() -> forget(running));
    return running;
  }

  /** With the lock held, so that no command is on its way unseen while the scope is closed. */
  private synchronized TrackedCommand launch(Command command, boolean streamed) {
    if (closed) {
      throw aborted(command, "it was not started");
    }
    TrackedCommand running = launcher.launch(command, streamed, Optional.of(marker));
    if (command.isLeavingDaemon() || command.isNeverKilled()) {
      spared.add(running);
    } else {
      family.add(running.pid(), running.startTicks());
    }
    return running;
  }

  private synchronized void forget(TrackedCommand ended) {
    spared.remove(ended);
    family.remove(ended.pid());
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static AgentException aborted(Command command, String what) {
    return new AgentException(
        ErrorCode.ABORTED, command + ": " + what + ", because what it belongs to is over");
  }
}
