package io.orchestrator.agent.testkit.live;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small file system, for a test that fills a disk, or asks for its type. Needs root.
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

  /**
   * Mounts an ext4 by way of a loop device. Needs {@code mkfs.ext4} and {@code losetup}.
   *
   * @param path an empty folder, or none yet; beside it a file for the content is made
   * @param bytes its size, at least 8 MiB
   */
  public static SmallDisk ext4At(Path path, long bytes) throws IOException {
    Files.createDirectories(path);
    Path image = path.resolveSibling(path.getFileName() + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    run("mkfs.ext4", "-q", "-m", "0", image.toString());
    run("mount", "-o", "loop", image.toString(), path.toString());
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
