package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The directories in which programs are looked up. */
final class ProgramPath {
  private static final String SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin";

  private final String variable;
  private final List<Path> directories;

  ProgramPath(String agentsPath) {
    variable = agentsPath.isEmpty() ? SYSTEM : agentsPath + ":" + SYSTEM;
    directories =
        Arrays.stream(variable.split(":", -1))
            .filter(entry -> entry.startsWith("/"))
            .map(Path::of)
            .toList();
  }

  /** The value of PATH for what is started. */
  String variable() {
    return variable;
  }

  Optional<Path> find(String program) {
    return candidates(program).stream().filter(ProgramPath::isProgram).findFirst();
  }

  /** The same, or the reason why it can't be started. */
  Path get(String program) {
    Optional<Path> found = find(program);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<Path> forbidden =
        candidates(program).stream().filter(path -> Files.isRegularFile(path)).findFirst();
    if (forbidden.isPresent()) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "The agent's user must not execute " + forbidden.get() + "; set its x permission");
    }
    throw new AgentException(
        ErrorCode.TOOL_MISSING,
        program.contains("/")
            ? "There is no program " + program + "; install it or correct its path"
            : "There is no program " + program + " on the PATH " + variable + "; install it");
  }

  private List<Path> candidates(String program) {
    return program.contains("/")
        ? List.of(Path.of(program).toAbsolutePath())
        : directories.stream().map(directory -> directory.resolve(program)).toList();
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
