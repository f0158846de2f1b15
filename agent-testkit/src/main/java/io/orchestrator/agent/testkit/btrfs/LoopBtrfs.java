package io.orchestrator.agent.testkit.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small btrfs on a sparse file, mounted by way of a loop device. Needs root, {@code btrfs},
 * {@code mkfs.btrfs} and {@code losetup}. When it is closed, or the virtual machine ends, all its
 * mounts are gone, and with the last one the loop device.
 */
public final class LoopBtrfs implements AutoCloseable {
  private final ProcessRunner commands = new ProcessRunner(false);
  private final MountTable mounts = new MountTable();
  private final Path image;
  private final Path top;
  private final Thread hook = new Thread(this::unmountAll, "unmount-btrfs");

  /**
   * Makes it.
   *
   * @param folder exists; the file and the mount point are made in it
   * @param bytes its size, at least 256 MiB
   */
  public LoopBtrfs(Path folder, long bytes) throws IOException, InterruptedException {
    image = folder.resolve("btrfs.img");
    top = Files.createDirectory(folder.resolve("btrfs")).toRealPath();
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run("mkfs.btrfs", "-q", image.toString());
      run("mount", "-o", "loop", image.toString(), top.toString());
    } catch (AgentException | InterruptedException failed) {
      close();
      throw failed;
    }
  }

  /** Where the top of the file system is mounted. */
  public Path top() {
    return top;
  }

  /** Makes a subvolume. */
  public Path subvolume(Path path) throws InterruptedException {
    run("btrfs", "subvolume", "create", path.toString());
    return path;
  }

  /**
   * Mounts a subvolume once more.
   *
   * @param name its path from the top, without commas
   * @param mountPoint made if it is not there
   */
  public Path mount(String name, Path mountPoint) throws IOException, InterruptedException {
    Files.createDirectories(mountPoint);
    String device = mounts.at(top).orElseThrow().source();
    run("mount", "-o", "subvol=" + name, device, mountPoint.toString());
    return mountPoint;
  }

  /** Fills it, until nothing can be written any more. */
  public void fill() throws IOException {
    byte[] block = new byte[1 << 20];
    try (RandomAccessFile file = new RandomAccessFile(top.resolve("fill").toFile(), "rw")) {
      while (top.toFile().getUsableSpace() > 0) {
        file.write(block);
        file.getFD().sync();
      }
    } catch (IOException full) {
      if (top.toFile().getUsableSpace() > block.length) {
        throw full;
      }
    }
  }

  /** The paths of all subvolumes from the top, hidden ones included. */
  public List<String> subvolumes() throws InterruptedException {
    return run("btrfs", "subvolume", "list", top.toString())
        .lines()
        .map(line -> line.substring(line.indexOf(" path ") + 6))
        .toList();
  }

  /** Runs a program that must succeed, and returns its standard output. */
  public String run(String... arguments) throws InterruptedException {
    CommandResult result = commands.run(Command.of(List.of(arguments)).with("LC_ALL", "C"));
    return result.stdout();
  }

  /** Takes it away. */
  @Override
  public void close() {
    unmountAll();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void unmountAll() {
    mounts.at(top).map(MountEntry::device).ifPresent(this::unmountAll);
  }

  /** The last one first, and even if somebody uses it. */
  private void unmountAll(String device) {
    List<MountEntry> mine =
        mounts.entries().stream().filter(entry -> entry.device().equals(device)).toList();
    try {
      for (int index = mine.size() - 1; index >= 0; index--) {
        run("umount", "--lazy", mine.get(index).mountPoint());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
