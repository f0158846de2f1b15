package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is mounted on this host now. */
final class MountTable {
  private final Path mountinfo;

  MountTable(Path mountinfo) {
    this.mountinfo = mountinfo;
  }

  /** All mounts, in the order in which they were made. */
  List<MountEntry> entries() {
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

  /** All mounts at this path, the one that is seen last. */
  List<MountEntry> allAt(Path mountPoint) {
    String real = real(mountPoint).toString();
    return entries().stream().filter(entry -> entry.mountPoint().equals(real)).toList();
  }

  /** The mount that is seen at this path. */
  Optional<MountEntry> at(Path mountPoint) {
    List<MountEntry> all = allAt(mountPoint);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The kernel lists mounts without symbolic links in their paths. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      return path.toAbsolutePath().normalize();
    }
  }
}
