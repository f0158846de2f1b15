package io.orchestrator.agent.command;

import io.orchestrator.agent.api.command.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes of a command what is really started: under sudo if it has to, in a new session. */
final class CommandLine {
  private final ProgramPath path;
  private final boolean execWithSudo;

  CommandLine(ProgramPath path, boolean execWithSudo) {
    this.path = path;
    this.execWithSudo = execWithSudo;
  }

  List<String> of(Command command) {
    List<String> wanted =
        command.isAsRoot() && execWithSudo ? withSudo(command.arguments()) : command.arguments();
    List<String> line = new ArrayList<>();
    path.find("setsid").ifPresent(setsid -> line.add(setsid.toString()));
    line.add(path.get(program(command, wanted.get(0))).toString());
    line.addAll(wanted.subList(1, wanted.size()));
    return line;
  }

  /** The text of a shell command gets the prefix itself, which existing sudoers rules match. */
  private List<String> withSudo(List<String> arguments) {
    path.get("sudo");
    List<String> line = new ArrayList<>();
    boolean shell =
        arguments.size() > 2 && arguments.get(0).equals("bash") && arguments.get(1).equals("-c");
    if (shell) {
      line.addAll(List.of("bash", "-c", "sudo -n " + arguments.get(2)));
      line.addAll(arguments.subList(3, arguments.size()));
    } else {
      if (!arguments.get(0).contains("/")) {
        path.get(arguments.get(0));
      }
      line.addAll(List.of("sudo", "-n", "--"));
      line.addAll(arguments);
    }
    return line;
  }

  private static String program(Command command, String program) {
    boolean relative = program.contains("/") && !Path.of(program).isAbsolute();
    return command
        .directory()
        .filter(directory -> relative)
        .map(directory -> directory.resolve(program).toString())
        .orElse(program);
  }
}
