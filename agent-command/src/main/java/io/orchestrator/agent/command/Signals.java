package io.orchestrator.agent.command;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends signals to processes, by sudo to those that the agent's user must not signal. */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  enum Signal {
    TERM,
    KILL
  }

  private final Optional<Path> sudo;

  Signals(Optional<Path> sudo) {
    this.sudo = sudo;
  }

  void send(Signal signal, Collection<HostProcess> processes) {
    List<HostProcess> refused = new ArrayList<>();
    for (HostProcess process : processes) {
      // The handle is taken first: it belongs to the process if that is still there afterwards.
      Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
      if (handle.isPresent() && ProcessTable.lives(process) && !send(signal, handle.get())) {
        refused.add(process);
      }
    }
    refused.removeIf(process -> !ProcessTable.lives(process));
    if (!refused.isEmpty() && sudo.isPresent()) {
      sendAsRoot(sudo.get(), signal, refused);
    }
  }

  private static boolean send(Signal signal, ProcessHandle handle) {
    return signal == Signal.KILL ? handle.destroyForcibly() : handle.destroy();
  }

  /** Nobody waits for it: whoever ends processes looks at them, not at this. */
  private static void sendAsRoot(Path sudo, Signal signal, List<HostProcess> processes) {
    List<String> command =
        new ArrayList<>(List.of(sudo.toString(), "-n", "kill", "-s", signal.name()));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command)
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException failed) {
      log.warn("Cannot start {} to end processes: {}", sudo, failed.getMessage());
    }
  }
}
