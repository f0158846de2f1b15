package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** Names for new snapshots: of the origin, the filter and the time in UTC. */
final class SnapshotName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final int LONGEST_ORIGIN = 60;
  private static final int LONGEST_FILTER = 120;

  private final Optional<String> filter;

  SnapshotName(Optional<String> filter) {
    this.filter = filter;
  }

  /** Requires that names can be made which the filter finds. */
  void requireUsable() {
    String middle = middle();
    if (middle.indexOf('/') >= 0
        || middle.chars().anyMatch(Character::isISOControl)
        || middle.getBytes(StandardCharsets.UTF_8).length > LONGEST_FILTER) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "No folder can have SnapshotVolumesFilter in its name: it must be of at most "
              + LONGEST_FILTER
              + " bytes, without slashes and control characters");
    }
  }

  /** A name that is not taken. */
  String next(Path origin, Instant now, Set<String> taken) {
    Path last = origin.getFileName();
    String first = (last == null ? "root" : last.toString()).replaceAll("\\p{Cntrl}", "_");
    int length = Math.min(first.length(), LONGEST_ORIGIN);
    String name = first.substring(0, length) + middle() + TIME.format(now);
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }

  private String middle() {
    return filter.orElse("-mysql-snapshot-");
  }
}
