package io.orchestrator.agent.api.mount;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is mounted on this host; each call looks anew. Usable from any thread. All calls throw
 * {@code IO_FAILED} if the table can't be read.
 */
public final class MountTable {
  private final Path mountinfo;

  /** The kernel's table for this process. */
  public MountTable() {
    this(Path.of("/proc/self/mountinfo"));
  }

  /**
   * A table for tests.
   *
   * @param mountinfo in the form of {@code /proc/self/mountinfo}, see proc(5)
   */
  public MountTable(Path mountinfo) {
    this.mountinfo = mountinfo;
  }

  /** All mounts, in the order in which they were made. */
  public List<MountEntry> entries() {
    try {
      String text = new String(Files.readAllBytes(mountinfo), StandardCharsets.UTF_8);
      return Pattern.compile("\n")
          .splitAsStream(text)
          .filter(line -> !line.isEmpty())
          .map(MountEntry::of)
          .toList();
    } catch (IOException | IllegalArgumentException wrong) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out what is mounted from " + mountinfo + ": " + wrong,
          wrong);
    }
  }

  /**
   * All mounts at this path, the one that is seen last.
   *
   * @param mountPoint need not exist; symbolic links in it are followed
   */
  public List<MountEntry> allAt(Path mountPoint) {
    String real = real(mountPoint).toString();
    return entries().stream().filter(entry -> entry.mountPoint().equals(real)).toList();
  }

  /** The mount that is seen at this path, as in {@link #allAt}. */
  public Optional<MountEntry> at(Path mountPoint) {
    List<MountEntry> all = allAt(mountPoint);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The mounts strictly below this directory, symbolic links in it followed. */
  public List<MountEntry> below(Path directory) {
    String real = real(directory).toString();
    String inside = real.endsWith("/") ? real : real + "/";
    return entries().stream()
        .filter(entry -> entry.mountPoint().startsWith(inside))
        .filter(entry -> !entry.mountPoint().equals(inside))
        .toList();
  }

  /** The mount that this path is in: the last one among those with the longest mount point. */
  public Optional<MountEntry> holding(Path path) {
    Path real = real(path);
    return entries().stream()
        .filter(entry -> isIn(real.toString(), entry.mountPoint()))
        .reduce(
            (one, next) -> next.mountPoint().length() >= one.mountPoint().length() ? next : one);
  }

  private static boolean isIn(String path, String mountPoint) {
    return mountPoint.equals("/") || path.equals(mountPoint) || path.startsWith(mountPoint + "/");
  }

  /**
   * The path as the kernel's table has it: without symbolic links, as far as it exists.
   *
   * @return absolute and normalised
   */
  public static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path.toAbsolutePath().normalize();
    }
  }
}
