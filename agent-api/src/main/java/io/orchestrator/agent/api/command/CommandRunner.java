package io.orchestrator.agent.api.command;

import io.orchestrator.agent.api.AgentException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts programs. Each runs in a session of its own with standard input empty (unless {@link
 * #start} feeds it), the agent's environment and {@code /usr/sbin:/usr/bin:/sbin:/bin} appended to
 * the PATH. When a command is over, whatever it left running is ended too, unless it is {@link
 * Command#leavingDaemon()}. Usable from any thread.
 */
public interface CommandRunner {
  /**
   * Runs it and waits for its end.
   *
   * @return how it ended, with exit status 0
   * @throws AgentException {@code COMMAND_FAILED} if it exits with another status (the message has
   *     the last lines of standard error) or writes more than 2 MiB (of what is {@link
   *     Command#leavingDaemon()} the last 2 MiB are kept); {@code TOOL_MISSING} if there is no such
   *     program; {@code PERMISSION_DENIED} if it must not be started; {@code TIMED_OUT} at its time
   *     limit, after its process tree was ended
   * @throws InterruptedException if the calling thread is interrupted; the process tree was ended
   */
  CommandResult run(Command command) throws InterruptedException;

  /**
   * The same, but any exit status is a result and not an error.
   *
   * @throws AgentException as {@link #run}, but for the exit status
   * @throws InterruptedException as {@link #run}
   */
  CommandResult tryRun(Command command) throws InterruptedException;

  /**
   * Starts it and returns at once. Its time limit counts from here. The caller closes it.
   *
   * @throws AgentException {@code TOOL_MISSING} or {@code PERMISSION_DENIED}
   */
  RunningCommand start(Command command);

  /**
   * Where a program is that a command without a slash would start; empty if it is not installed.
   */
  Optional<Path> find(String program);
}
