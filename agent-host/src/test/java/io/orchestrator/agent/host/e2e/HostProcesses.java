package io.orchestrator.agent.host.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What runs on this machine, whoever its parent is now. */
final class HostProcesses {
  private HostProcesses() {}

  /** Processes that name this folder in their arguments or their environment, in words. */
  static List<String> of(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> names(process.pid(), folder))
        .map(process -> process.pid() + " " + content(process.pid(), "cmdline").replace('\0', ' '))
        .toList();
  }

  /** Ends what is left there, so that a test that fails leaves nothing. */
  static void end(Path folder) {
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> names(process.pid(), folder))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean names(long pid, Path folder) {
    return content(pid, "cmdline").contains(folder.toString())
        || content(pid, "environ").contains(PackagedAgent.VARIABLE + "=" + folder);
  }

  /** Empty for one that has ended. */
  static String content(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file), ISO_8859_1);
    } catch (IOException ended) {
      return "";
    }
  }
}
