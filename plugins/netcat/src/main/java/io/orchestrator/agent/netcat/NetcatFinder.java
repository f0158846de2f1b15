package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds the netcat to use, and which of its variants it is. */
final class NetcatFinder {
  /** The original is last: it has no IPv6. */
  private static final List<String> BY_PREFERENCE =
      List.of("nc.openbsd", "ncat", "socat", "nc", "nc.traditional");

  private final String wanted;

  /**
   * For the program that the setting names.
   *
   * @param wanted a value of {@link NetcatPlugin#PROGRAM}
   */
  NetcatFinder(String wanted) {
    this.wanted = wanted;
  }

  /**
   * The netcat to use.
   *
   * @throws AgentException {@code TOOL_MISSING} if there is none
   */
  Netcat get(CommandRunner commands) throws InterruptedException {
    boolean any = wanted.equals(NetcatPlugin.AUTO);
    for (String name : any ? BY_PREFERENCE : List.of(wanted)) {
      Optional<Netcat> found = find(name, commands);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AgentException(
        ErrorCode.TOOL_MISSING,
        any
            ? "None of nc.openbsd, ncat, socat and nc is installed: install one of them"
            : wanted
                + " is not installed, or not a netcat that is known: install it, or set "
                + NetcatPlugin.PROGRAM.name()
                + " to another one");
  }

  private static Optional<Netcat> find(String name, CommandRunner commands)
      throws InterruptedException {
    Optional<Path> program = commands.find(name);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Optional<NetcatVariant> variant = named(name).or(() -> named(realName(program.get())));
    if (variant.isEmpty()) {
      variant = describedBy(help(program.get(), commands));
    }
    return variant.map(known -> new Netcat(program.get(), known));
  }

  private static Optional<NetcatVariant> named(String name) {
    return List.of(NetcatVariant.values()).stream()
        .filter(variant -> variant.program().equals(name))
        .findFirst();
  }

  /** Debian's nc is a link to what it is; on Red Hat it is one to ncat. */
  private static String realName(Path program) {
    try {
      return program.toRealPath().getFileName().toString();
    } catch (IOException unknown) {
      return program.getFileName().toString();
    }
  }

  /** Only for an nc whose name does not tell. */
  private static String help(Path program, CommandRunner commands) throws InterruptedException {
    CommandResult result =
        commands.tryRun(Command.of(program.toString(), "-h").within(Duration.ofSeconds(5)));
    return result.stdout() + result.stderr();
  }

  private static Optional<NetcatVariant> describedBy(String help) {
    if (help.contains("OpenBSD netcat") || help.contains("usage: nc [-46")) {
      return Optional.of(NetcatVariant.OPENBSD);
    }
    if (help.contains("Ncat")) {
      return Optional.of(NetcatVariant.NCAT);
    }
    boolean original = help.contains("[v1.10") && help.contains("-q secs");
    return original ? Optional.of(NetcatVariant.TRADITIONAL) : Optional.empty();
  }
}
