package io.orchestrator.agent.api.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A program to start: an argument list, never text that a shell parses, except for commands which
 * the operator wrote into the configuration ({@link #shell}). Immutable; the {@code with…} methods
 * return a changed copy.
 */
public final class Command {
  /** The time limit of a command that names none. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(45);

  /** Passwords as MySQL's programs and their wrappers take them. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)[= ]|(?<=\\s)-p)\\S+");

  private final List<String> arguments;
  private final Optional<Duration> limit;
  private final boolean asRoot;
  private final boolean leavesDaemon;
  private final boolean leftAtLimit;
  private final boolean neverKilled;
  private final Optional<Path> directory;
  private final Map<String, String> environment;

  private Command(
      List<String> arguments,
      Optional<Duration> limit,
      boolean asRoot,
      boolean leavesDaemon,
      boolean leftAtLimit,
      boolean neverKilled,
      Optional<Path> directory,
      Map<String, String> environment) {
    for (String argument : arguments) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument of " + arguments.get(0) + " has a NUL");
      }
    }
    this.arguments = List.copyOf(arguments);
    this.limit = limit;
    this.asRoot = asRoot;
    this.leavesDaemon = leavesDaemon;
    this.leftAtLimit = leftAtLimit;
    this.neverKilled = neverKilled;
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * A program and its arguments. The program is looked up on the PATH and in {@code
   * /usr/sbin:/usr/bin:/sbin:/bin} if it has no slash.
   *
   * @throws IllegalArgumentException if an argument contains a NUL character
   */
  public static Command of(String program, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add(program);
    all.addAll(List.of(arguments));
    return of(all);
  }

  /**
   * The same from a list.
   *
   * @param arguments the program and its arguments, not empty
   */
  public static Command of(List<String> arguments) {
    if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    return new Command(
        arguments,
        Optional.of(DEFAULT_LIMIT),
        false,
        false,
        false,
        false,
        Optional.empty(),
        Map.of());
  }

  /**
   * A command line from the configuration, run by bash. Further arguments are appended to it as
   * arguments, whatever they contain: they are not parsed by the shell.
   *
   * @param text what the operator configured
   * @param arguments appended to its last (or only) command
   */
  public static Command shell(String text, String... arguments) {
    List<String> all = new ArrayList<>(List.of("bash", "-c"));
    all.add(arguments.length == 0 ? text : text.stripTrailing() + " \"$@\"");
    all.add("bash");
    all.addAll(List.of(arguments));
    return of(all);
  }

  /**
   * With this limit of time instead of {@link #DEFAULT_LIMIT}.
   *
   * @param limit positive
   */
  public Command within(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a time limit must be positive, not " + limit);
    }
    return new Command(
        arguments,
        Optional.of(limit),
        asRoot,
        leavesDaemon,
        leftAtLimit,
        neverKilled,
        directory,
        environment);
  }

  /** Without a limit of time: for what ends with the seed it belongs to. */
  public Command withoutLimit() {
    return new Command(
        arguments,
        Optional.empty(),
        asRoot,
        leavesDaemon,
        leftAtLimit,
        neverKilled,
        directory,
        environment);
  }

  /** It needs root: under {@code sudo -n} where the configuration says {@code ExecWithSudo}. */
  public Command asRoot() {
    return new Command(
        arguments, limit, true, leavesDaemon, leftAtLimit, neverKilled, directory, environment);
  }

  /**
   * What it leaves running in the background is meant to stay, such as a server that it started.
   * The command counts as ended when its first process ends; its output is not a pipe that could
   * break.
   */
  public Command leavingDaemon() {
    return new Command(
        arguments, limit, asRoot, true, leftAtLimit, neverKilled, directory, environment);
  }

  /**
   * As {@link #leavingDaemon()}, and when its time is over it is left running with all that it has
   * started: for one that waits until a server is up, which may still be on its way then. When its
   * caller gives up earlier, it is ended.
   *
   * @since 1.1.0
   */
  public Command leftAtItsLimit() {
    return new Command(arguments, limit, asRoot, true, true, neverKilled, directory, environment);
  }

  /**
   * It is only asked to end (SIGTERM) when its time is over or its caller gives up: for programs
   * whose sudden death would leave the host in a bad state. {@code lvcreate}, for one, suspends a
   * volume while it takes a snapshot. What does not end is left running, and the failure says so.
   */
  public Command neverKilled() {
    return new Command(
        arguments, limit, asRoot, leavesDaemon, leftAtLimit, true, directory, environment);
  }

  /** Started in this directory. */
  public Command in(Path directory) {
    return new Command(
        arguments,
        limit,
        asRoot,
        leavesDaemon,
        leftAtLimit,
        neverKilled,
        Optional.of(directory),
        environment);
  }

  /** With this environment variable in addition. Not for secrets: other processes can read it. */
  public Command with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(Objects.requireNonNull(variable), Objects.requireNonNull(value));
    return new Command(
        arguments, limit, asRoot, leavesDaemon, leftAtLimit, neverKilled, directory, more);
  }

  /** The program and its arguments; never empty. */
  public List<String> arguments() {
    return arguments;
  }

  /** How long it may take; empty for {@link #withoutLimit()}. */
  public Optional<Duration> limit() {
    return limit;
  }

  /** See {@link #asRoot()}. */
  public boolean isAsRoot() {
    return asRoot;
  }

  /** See {@link #leavingDaemon()}. */
  public boolean isLeavingDaemon() {
    return leavesDaemon;
  }

  /**
   * See {@link #leftAtItsLimit()}.
   *
   * @since 1.1.0
   */
  public boolean isLeftAtItsLimit() {
    return leftAtLimit;
  }

  /** See {@link #neverKilled()}. */
  public boolean isNeverKilled() {
    return neverKilled;
  }

  /** Where it is started; empty for the agent's own directory. */
  public Optional<Path> directory() {
    return directory;
  }

  /** Variables in addition to the agent's own environment. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * For messages: the configured text of a shell command, else the arguments, shortened, with what
   * looks like a password masked.
   */
  @Override
  public String toString() {
    boolean shell =
        arguments.size() > 3 && arguments.get(0).equals("bash") && arguments.get(1).equals("-c");
    String text =
        shell
            ? arguments.get(2).replace(" \"$@\"", "")
                + String.join(" ", prefixed(arguments.subList(4, arguments.size())))
            : String.join(" ", arguments);
    String line = SECRET.matcher(text.replaceAll("\\p{Cntrl}+", " ")).replaceAll("$1***");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private static List<String> prefixed(List<String> rest) {
    List<String> all = new ArrayList<>();
    if (!rest.isEmpty()) {
      all.add("");
      all.addAll(rest);
    }
    return all;
  }
}
