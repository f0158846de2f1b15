package io.orchestrator.agent.host.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like /proc. */
record FakeProc(Path root) {
  void process(int pid, String name, Path workingDirectory, String... commandLine)
      throws IOException {
    Path process = Files.createDirectories(root.resolve(String.valueOf(pid)));
    Files.writeString(process.resolve("comm"), name + "\n");
    Files.writeString(process.resolve("stat"), pid + " (" + name + ") S 1 1 1\n");
    StringBuilder arguments = new StringBuilder();
    for (String argument : commandLine) {
      arguments.append(argument).append('\0');
    }
    Files.writeString(process.resolve("cmdline"), arguments);
    Files.createSymbolicLink(process.resolve("cwd"), workingDirectory);
  }

  void parent(int pid, int parent) throws IOException {
    Files.writeString(root.resolve(pid + "/stat"), pid + " (x y) S " + parent + " 1 1\n");
  }

  void lock(int pid, Path file) throws IOException {
    long device = (Long) Files.getAttribute(file, "unix:dev");
    long inode = (Long) Files.getAttribute(file, "unix:ino");
    Files.writeString(
        root.resolve("locks"),
        "1: FLOCK  ADVISORY  WRITE 99 00:01:1 0 EOF\n1: -> POSIX  ADVISORY  WRITE 98 00:01:1 0 EOF\n"
            + "2: POSIX  ADVISORY  WRITE %d %02x:%02x:%d 0 EOF\n"
                .formatted(pid, device >> 8 & 0xfff, device & 0xff, inode));
  }
}
