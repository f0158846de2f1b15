package io.orchestrator.agent.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system in memory. Needs root, {@code mount} and {@code umount}.
 *
 * @param path where it is mounted
 */
public record SmallDisk(Path path) implements AutoCloseable {
  /**
   * Mounts one.
   *
   * @param path made if it is not there
   * @param size as tmpfs takes it, such as "60m"
   */
  public SmallDisk(Path path, String size) throws IOException {
    this(Files.createDirectories(path));
    run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", path.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }
}
