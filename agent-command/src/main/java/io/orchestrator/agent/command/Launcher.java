package io.orchestrator.agent.command;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts the first process of commands. */
final class Launcher {
  private static final File NOTHING = new File("/dev/null");
  // bin/orchestrator-agent sets them for the agent's own small heap; a MySQL that it starts must
  // not inherit them.
  private static final Set<String> OF_THE_AGENT =
      Set.of("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_");

  private final ProgramPath path;
  private final CommandLine commandLine;
  private final Ending ending;

  Launcher(ProgramPath path, boolean execWithSudo) {
    this.path = path;
    this.commandLine = new CommandLine(path, execWithSudo);
    this.ending = new Ending(new Signals(execWithSudo ? path.find("sudo") : Optional.empty()));
  }

  Ending ending() {
    return ending;
  }

  /**
   * Starts it; the caller calls {@link TrackedCommand#begin}.
   *
   * @param streamed the caller feeds its input and reads its output
   * @param marker what its processes are known by
   */
  TrackedCommand launch(Command command, boolean streamed, Optional<String> marker) {
    ProcessBuilder builder = builder(command, streamed, marker);
    try {
      return command.isLeavingDaemon()
          ? startSpooled(command, builder)
          : tracked(command, builder.start(), new PipedOutputs(streamed));
    } catch (IOException failed) {
      throw StartFailure.of(command, failed);
    }
  }

  private ProcessBuilder builder(Command command, boolean streamed, Optional<String> marker) {
    ProcessBuilder builder = new ProcessBuilder(commandLine.of(command));
    Map<String, String> environment = builder.environment();
    environment.put("PATH", path.variable());
    environment.putAll(command.environment());
    environment.remove(Marker.VARIABLE);
    environment.keySet().removeAll(OF_THE_AGENT);
    if (!command.isLeavingDaemon() && !command.isNeverKilled()) {
      marker.ifPresent(text -> environment.put(Marker.VARIABLE, text));
    }
    if (!streamed) {
      builder.redirectInput(Redirect.from(NOTHING));
    }
    command.directory().ifPresent(directory -> builder.directory(existing(command, directory)));
    return builder;
  }

  private TrackedCommand startSpooled(Command command, ProcessBuilder builder) throws IOException {
    Spool stdout = Spool.create();
    Spool stderr = Spool.create();
    SpooledOutputs outputs = new SpooledOutputs(stdout, stderr);
    try {
      builder.redirectOutput(stdout.file()).redirectError(stderr.file());
      return tracked(command, builder.start(), outputs);
    } catch (IOException failed) {
      outputs.finish();
      throw failed;
    } finally {
      stdout.removeName();
      stderr.removeName();
    }
  }

  private TrackedCommand tracked(Command command, Process process, Outputs outputs) {
    Family family = new Family(stranger -> false);
    long start =
        ProcessTable.find(process.pid()).map(HostProcess::startTicks).orElse(Family.UNKNOWN_START);
    family.add(process.pid(), start);
    return new TrackedCommand(command, process, start, family, ending, outputs);
  }

  private static File existing(Command command, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Cannot start " + command + " in " + directory + ": there is no such directory");
    }
    return directory.toFile();
  }
}
