package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processes that have a text in their environment. Looked up without the runner's own means, which
 * are under test too.
 */
final class MarkedProcesses {
  private MarkedProcesses() {}

  static List<String> of(String marker) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> contents(process, "environ").contains(marker))
        .map(process -> process.pid() + " " + contents(process, "cmdline").replace('\0', ' '))
        .toList();
  }

  private static String contents(ProcessHandle process, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrNotOurs) {
      return "";
    }
  }
}
