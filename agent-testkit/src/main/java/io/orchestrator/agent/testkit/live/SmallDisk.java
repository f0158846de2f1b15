package io.orchestrator.agent.testkit.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system in memory, for a test that fills a disk. Needs root.
 *
 * @param path where it is mounted
 */
public record SmallDisk(Path path) implements AutoCloseable {
  /**
   * Mounts one.
   *
   * @param path an empty folder, or none yet
   * @param size as {@code mount} takes it, such as "64m"
   */
  public static SmallDisk at(Path path, String size) throws IOException {
    Files.createDirectories(path);
    run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
    return new SmallDisk(path);
  }

  /** From now on nothing can be written to it. */
  public void writeProtect() throws IOException {
    run("mount", "-o", "remount,ro", path.toString());
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", path.toString());
  }

  private static void run(String... command) throws IOException {
    int status = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(command[0] + " exited with " + status);
    }
  }
}
