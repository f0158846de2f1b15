package io.orchestrator.agent.testkit.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Starts nothing: answers each command with output that the test recorded, and keeps what was run.
 * Where several answers fit a command, the one that was added last counts, so a test can change an
 * answer on its way. A command without an answer is an {@link AssertionError}. Usable from any
 * thread.
 *
 * <pre>{@code
 * ScriptedCommands commands = new ScriptedCommands()
 *     .prints(LVS_OUTPUT, "lvs", "--noheadings")
 *     .fails(5, "Logical volume in use.", "lvremove")
 *     .without("btrfs");
 * }</pre>
 */
public final class ScriptedCommands implements CommandRunner {
  private record Answer(
      String name, Predicate<Command> fits, Function<Command, CommandResult> result) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Command> ran = new CopyOnWriteArrayList<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  /** A command whose arguments begin with these succeeds and prints this to standard output. */
  public ScriptedCommands prints(String stdout, String... prefix) {
    return answers(result(0, stdout, ""), prefix);
  }

  /** A command whose arguments begin with these exits with this status and standard error. */
  public ScriptedCommands fails(int exitCode, String stderr, String... prefix) {
    return answers(result(exitCode, "", stderr), prefix);
  }

  /** A command whose arguments begin with these ends like this. */
  public ScriptedCommands answers(CommandResult result, String... prefix) {
    List<String> wanted = List.of(prefix);
    return answers(
        String.join(" ", wanted),
        command ->
            command.arguments().size() >= wanted.size()
                && command.arguments().subList(0, wanted.size()).equals(wanted),
        command -> result);
  }

  /**
   * A command that fits is answered by a function, which may throw as {@link CommandRunner#run}
   * does.
   *
   * @param name for the message about an unexpected command
   */
  public synchronized ScriptedCommands answers(
      String name, Predicate<Command> fits, Function<Command, CommandResult> result) {
    answers.addFirst(new Answer(name, fits, result));
    return this;
  }

  /** These programs are not installed. */
  public ScriptedCommands without(String... programs) {
    missing.addAll(List.of(programs));
    return this;
  }

  /** What was run or started so far, in order. */
  public List<Command> ran() {
    return List.copyOf(ran);
  }

  /** The same as lines: the arguments with a blank between them. */
  public List<String> lines() {
    return ran.stream().map(command -> String.join(" ", command.arguments())).toList();
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    CommandResult result = tryRun(command);
    if (!result.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          command + " ended with exit status " + result.exitCode() + ": " + result.stderr());
    }
    return result;
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return answer(command);
  }

  @Override
  public RunningCommand start(Command command) {
    return new ScriptedCommand(answer(command));
  }

  @Override
  public Optional<Path> find(String program) {
    return missing.contains(program)
        ? Optional.empty()
        : Optional.of(Path.of("/usr/bin").resolve(program));
  }

  private CommandResult answer(Command command) {
    String program = command.arguments().get(0);
    if (missing.contains(program)) {
      throw new AgentException(ErrorCode.TOOL_MISSING, program + " is not installed");
    }
    ran.add(command);
    return chosen(command).result().apply(command);
  }

  private synchronized Answer chosen(Command command) {
    return answers.stream()
        .filter(answer -> answer.fits().test(command))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "No answer is recorded for the command "
                        + command.arguments()
                        + "; there are answers for "
                        + answers.stream()
                            .map(Answer::name)
                            .collect(Collectors.joining("], [", "[", "]"))));
  }

  private static CommandResult result(int exitCode, String stdout, String stderr) {
    return new CommandResult(exitCode, stdout, stderr, Duration.ofMillis(1));
  }
}
