package io.orchestrator.agent.lvm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of new snapshots: by a pattern, so that the filter finds them. */
final class SnapshotName {
  static final String USUAL_PATTERN = "{origin}{filter}{time}";

  private static final String USUAL_FILTER = "-mysql-snapshot-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_+.][A-Za-z0-9_+.-]{0,99}");
  private static final Pattern RESERVED =
      Pattern.compile(
          "(snapshot|pvmove).*|.*_(cdata|cmeta|corig|iorig|mimage|mlog|pmspare|rimage|rmeta|tdata"
              + "|tmeta|vdata|vorigin|wcorig).*");

  private final String pattern;
  private final Optional<String> filter;

  SnapshotName(String pattern, Optional<String> filter) {
    this.pattern = pattern;
    this.filter = filter;
  }

  /**
   * A name.
   *
   * @param origin the name of the volume that the snapshot is of
   */
  String of(String origin, Instant time) {
    return pattern
        .replace("{origin}", origin)
        .replace("{filter}", filter.orElse(USUAL_FILTER))
        .replace("{time}", TIME.format(time));
  }

  /** Why no snapshot may have that name; empty if one may. */
  Optional<String> problem(String name) {
    if (filter.isPresent() && !name.contains(filter.get())) {
      return problem(name, "it does not contain SnapshotVolumesFilter " + filter.get());
    }
    if (!ALLOWED.matcher(name).matches() || RESERVED.matcher(name).matches()) {
      return problem(name, "LVM does not take such a name (see lvm(8), VALID NAMES)");
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String name, String why) {
    return Optional.of("SnapshotName makes \"" + name + "\", and " + why);
  }
}
