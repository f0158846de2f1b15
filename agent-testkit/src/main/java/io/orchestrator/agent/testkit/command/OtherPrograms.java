package io.orchestrator.agent.testkit.command;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A host on which some programs are others than on this machine; and some are not installed, for
 * who asks {@link #find} before it starts one. Immutable; the {@code with…} methods return a
 * changed copy.
 */
public final class OtherPrograms implements CommandRunner {
  private final CommandRunner real;
  private final Map<String, Optional<Path>> programs;

  private OtherPrograms(CommandRunner real, Map<String, Optional<Path>> programs) {
    this.real = real;
    this.programs = Map.copyOf(programs);
  }

  /** The programs of a runner. */
  public static OtherPrograms of(CommandRunner real) {
    return new OtherPrograms(real, Map.of());
  }

  /** The same programs for another runner. */
  public OtherPrograms on(CommandRunner other) {
    return new OtherPrograms(other, programs);
  }

  /** Without this one. */
  public OtherPrograms without(String name) {
    return with(name, Optional.empty());
  }

  /**
   * With a script in the place of a program.
   *
   * @param folder where it is written; exists
   * @param script for bash; in it {@code $real} is the program of that name on this machine
   */
  public OtherPrograms withScript(Path folder, String name, String script) {
    String program = real.find(name).map(Path::toString).orElse("no-such-program");
    try {
      Path file =
          Files.writeString(
              folder.resolve(name), "#!/bin/bash\nreal=" + program + "\n" + script + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return with(name, Optional.of(file));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private OtherPrograms with(String name, Optional<Path> program) {
    Map<String, Optional<Path>> more = new TreeMap<>(programs);
    more.put(name, program);
    return new OtherPrograms(real, more);
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    return real.run(here(command));
  }

  @Override
  public CommandResult tryRun(Command command) throws InterruptedException {
    return real.tryRun(here(command));
  }

  @Override
  public RunningCommand start(Command command) {
    return real.start(here(command));
  }

  @Override
  public Optional<Path> find(String program) {
    return programs.getOrDefault(program, real.find(program));
  }

  /** Who names a program without its folder gets this host's too. */
  private Command here(Command command) {
    Optional<Path> other = programs.getOrDefault(command.arguments().get(0), Optional.empty());
    return other.map(program -> by(program, command)).orElse(command);
  }

  private static Command by(Path program, Command command) {
    List<String> line = new ArrayList<>(command.arguments());
    line.set(0, program.toString());
    Command changed = Command.of(line);
    changed = command.limit().map(changed::within).orElseGet(changed::withoutLimit);
    changed = command.directory().map(changed::in).orElse(changed);
    changed = command.isAsRoot() ? changed.asRoot() : changed;
    changed = command.isLeavingDaemon() ? changed.leavingDaemon() : changed;
    changed = command.isLeftAtItsLimit() ? changed.leftAtItsLimit() : changed;
    changed = command.isNeverKilled() ? changed.neverKilled() : changed;
    for (Map.Entry<String, String> variable : command.environment().entrySet()) {
      changed = changed.with(variable.getKey(), variable.getValue());
    }
    return changed;
  }
}
