package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** To whom this process may give files. */
final class OwnRights {
  private static final long CAP_CHOWN = 1;
  private static final int EFFECTIVE = 1;

  private static final int ROOT = 0;

  private final boolean givesAway;
  private final Set<Integer> users = new HashSet<>();
  private final Set<Integer> groups = new HashSet<>();

  /**
   * Reads them.
   *
   * @param status as {@code /proc/self/status} has them
   */
  OwnRights(Path status) throws IOException {
    List<String> lines = Files.readAllLines(status, StandardCharsets.ISO_8859_1);
    givesAway = (Long.parseLong(fields(lines, "CapEff:")[0], 16) & CAP_CHOWN) != 0;
    users.add(Integer.parseUnsignedInt(fields(lines, "Uid:")[EFFECTIVE]));
    groups.add(Integer.parseUnsignedInt(fields(lines, "Gid:")[EFFECTIVE]));
    Arrays.stream(fields(lines, "Groups:"))
        .filter(group -> !group.isEmpty())
        .map(Integer::parseUnsignedInt)
        .forEach(groups::add);
  }

  /** This process's. */
  static OwnRights own() throws IOException {
    return new OwnRights(Path.of("/proc/self/status"));
  }

  private static String[] fields(List<String> lines, String key) throws IOException {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split("\\s+"))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no " + key + " in /proc/self/status"));
  }

  /** Can it give away what it has, and still use it? */
  boolean areRoots() {
    return givesAway && users.contains(ROOT);
  }

  /** Requires that an entry can get its owner. */
  void require(Attributes attributes, Path path) {
    boolean may =
        givesAway || (users.contains(attributes.uid()) && groups.contains(attributes.gid()));
    if (!may) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          String.format(
              "Could not give %s to user %d and group %d, for the agent does not run as root:"
                  + " run it as root, or as the user and group that MySQL's files belong to",
              Sizes.name(path), attributes.uid(), attributes.gid()));
    }
  }
}
