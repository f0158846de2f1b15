package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's list of mounts (proc(5), mountinfo: the fifth field is the mount point). */
public final class MountTable {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private final Path mountinfo;

  @Inject
  MountTable() {
    this(Path.of("/proc/self/mountinfo"));
  }

  MountTable(Path mountinfo) {
    this.mountinfo = mountinfo;
  }

  /** The mount points strictly below that directory. */
  List<Path> below(Path directory) {
    try {
      Path real = directory.toRealPath();
      return Files.readAllLines(mountinfo).stream()
          .map(line -> line.split(" ", 6))
          .filter(fields -> fields.length > 4)
          .map(fields -> Path.of(unescaped(fields[4])))
          .filter(point -> point.startsWith(real) && !point.equals(real))
          .toList();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not read the mounts from " + mountinfo + ": " + e, e);
    }
  }

  private static String unescaped(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            octal ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
  }
}
