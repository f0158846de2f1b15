package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much space of its own a new snapshot gets.
 *
 * @param arguments what lvcreate takes for it; empty for a thin snapshot, which has none
 */
record SnapshotSize(List<String> arguments) {
  /** How the setting is written, for messages. */
  static final String RULE = "a size such as 20G, a share of the origin such as 20%, or thin";

  private static final Pattern BYTES = Pattern.compile("([1-9]\\d{0,11})([KMGT])");
  private static final Pattern SHARE = Pattern.compile("([1-9]\\d?|100)%");
  private static final SnapshotSize THIN = new SnapshotSize(List.of());
  private static final SnapshotSize USUAL = share("20");

  /** Reads the setting; empty if it is none. */
  static Optional<SnapshotSize> parse(String text) {
    String size = text.strip().toUpperCase(Locale.ROOT);
    Matcher bytes = BYTES.matcher(size);
    Matcher share = SHARE.matcher(size);
    if (size.equals("THIN")) {
      return Optional.of(THIN);
    }
    if (share.matches()) {
      return Optional.of(share(share.group(1)));
    }
    // LVM's small letters are powers of 1024.
    return bytes.matches()
        ? Optional.of(new SnapshotSize(List.of("--size", size.toLowerCase(Locale.ROOT))))
        : Optional.empty();
  }

  private static SnapshotSize share(String percent) {
    return new SnapshotSize(List.of("--extents", percent + "%ORIGIN"));
  }

  /**
   * The size of a snapshot of this volume.
   *
   * @param configured the setting; without it a snapshot of a thin volume is thin, and any other
   *     gets a share
   */
  static SnapshotSize of(LogicalVolume origin, Optional<SnapshotSize> configured) {
    SnapshotSize size = configured.orElse(origin.thin() ? THIN : USUAL);
    if (size.arguments().isEmpty() && !origin.thin()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Can't create a thin snapshot: "
              + origin.path()
              + " is not in a thin pool; set SnapshotSize to a size or a share of the origin");
    }
    return size;
  }
}
