package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks btrfs for the subvolumes of a file system. */
final class Subvolumes {
  /**
   * A subvolume that is a snapshot.
   *
   * @param id later ones have higher ids
   * @param path from the top of the file system, as in {@link Location}
   * @param created in whole seconds
   * @param parent the UUID of the subvolume it is a snapshot of
   */
  record Snapshot(long id, String path, Instant created, String parent) {}

  /** With -a the paths outside of the asked subvolume have a prefix, and all begin at the top. */
  private static final Pattern PATH = Pattern.compile(" path (?:<FS_TREE>/)?(.+)$");

  private static final Pattern SNAPSHOT =
      Pattern.compile("^ID (\\d+) .* otime (\\S+ \\S+) parent_uuid +(\\S+) path ");
  private static final Pattern UUID = Pattern.compile("\\n\\s*UUID:\\s+([0-9a-f-]{36})");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final RootTools tools;

  Subvolumes(RootTools tools) {
    this.tools = tools;
  }

  /**
   * All snapshots of the file system, newest first.
   *
   * @param anywhere a path on it
   */
  List<Snapshot> snapshots(Path anywhere) throws InterruptedException {
    String text =
        tools.run(
            "list the snapshots of the btrfs at " + anywhere,
            "btrfs",
            "subvolume",
            "list",
            "-a",
            "-s",
            "-q",
            anywhere.toString());
    return text.lines()
        .map(Subvolumes::snapshot)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Snapshot::id).reversed())
        .toList();
  }

  /** The paths of all subvolumes of the file system, as in {@link Location}. */
  List<String> paths(Path anywhere) throws InterruptedException {
    String text =
        tools.run(
            "list the subvolumes of the btrfs at " + anywhere,
            "btrfs",
            "subvolume",
            "list",
            "-a",
            anywhere.toString());
    return text.lines().map(Subvolumes::path).filter(Predicate.not(String::isEmpty)).toList();
  }

  /** The UUID of a subvolume, by which its snapshots know it. */
  String uuid(Path subvolume) throws InterruptedException {
    Matcher uuid =
        UUID.matcher(
            tools.run(
                "look at the subvolume " + subvolume,
                "btrfs",
                "subvolume",
                "show",
                subvolume.toString()));
    if (!uuid.find()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Could not look at the subvolume " + subvolume + ": btrfs subvolume show has no UUID");
    }
    return uuid.group(1);
  }

  private static String path(String line) {
    Matcher path = PATH.matcher(line);
    return path.find() ? "/" + path.group(1) : "";
  }

  /** A line that is none of these is the rest of a name that has a line break: not one of ours. */
  private static Optional<Snapshot> snapshot(String line) {
    Matcher snapshot = SNAPSHOT.matcher(line);
    return snapshot.find()
        ? Optional.of(
            new Snapshot(
                Long.parseLong(snapshot.group(1)),
                path(line),
                time(snapshot.group(2)),
                snapshot.group(3)))
        : Optional.empty();
  }

  /** Btrfs tells the time of this host's zone, which sudo does not let us choose. */
  private static Instant time(String text) {
    return LocalDateTime.parse(text, TIME).atZone(ZoneId.systemDefault()).toInstant();
  }
}
