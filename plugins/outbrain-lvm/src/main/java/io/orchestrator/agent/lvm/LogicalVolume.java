package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.snapshot.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of {@code lvs}. Its attributes ({@code lv_attr}) are explained in lvs(8), by position: 1
 * type, 2 permissions, 5 state, 9 health.
 *
 * @param mapperPath the name under {@code /dev/mapper}, where dashes of names are doubled
 * @param percent how full a classic snapshot is; of a thin one, how much of it is mapped
 * @param size of what can be seen, in bytes; of a classic snapshot its own space
 * @param device major and minor number, as in {@code 253:4}; {@code -1:-1} while it is inactive
 */
record LogicalVolume(
    String name,
    String group,
    String path,
    String mapperPath,
    String attributes,
    long size,
    String origin,
    double percent,
    Optional<Instant> created,
    String device,
    List<String> tags) {

  /** The fields that {@link #of} reads. */
  static final String FIELDS =
      "lv_name,vg_name,lv_path,lv_dm_path,lv_attr,lv_size,origin,snap_percent,lv_time,"
          + "lv_kernel_major,lv_kernel_minor,lv_tags";

  /** What a disposable copy of a snapshot is known by. */
  static final String TAG = "orchestrator-agent-disposable";

  /**
   * A volume of the report.
   *
   * @throws IllegalArgumentException if a field is missing or no number where one has to be
   */
  static LogicalVolume of(Map<?, ?> fields) {
    String attributes = field(fields, "lv_attr");
    if (attributes.length() < 9) {
      throw new IllegalArgumentException("lv_attr is \"" + attributes + "\"");
    }
    String time = field(fields, "lv_time");
    String percent = field(fields, "snap_percent");
    return new LogicalVolume(
        field(fields, "lv_name"),
        field(fields, "vg_name"),
        field(fields, "lv_path"),
        field(fields, "lv_dm_path"),
        attributes,
        Long.parseLong(field(fields, "lv_size")),
        field(fields, "origin"),
        percent.isEmpty() ? 0 : Double.parseDouble(percent),
        time.isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.ofEpochSecond(Long.parseLong(time))),
        field(fields, "lv_kernel_major") + ":" + field(fields, "lv_kernel_minor"),
        List.of(field(fields, "lv_tags").split(",")));
  }

  private static String field(Map<?, ?> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text.strip();
    }
    throw new IllegalArgumentException("a volume has no " + name);
  }

  /** A copy of a snapshot that is thrown away, or the space of one. */
  boolean disposable() {
    return tags.contains(TAG);
  }

  /** Is it in a thin pool? */
  boolean thin() {
    return attributes.charAt(0) == 'V';
  }

  boolean classicSnapshot() {
    return attributes.charAt(0) == 's' || merging();
  }

  boolean thinSnapshot() {
    return thin() && !origin.isEmpty();
  }

  boolean snapshot() {
    return classicSnapshot() || thinSnapshot();
  }

  boolean active() {
    return !device.startsWith("-");
  }

  boolean readOnly() {
    return attributes.charAt(1) == 'r' || attributes.charAt(1) == 'R';
  }

  /**
   * Is its data all there? A classic snapshot that ran full is lost. Whether one is full can't be
   * told while it is inactive.
   */
  boolean valid() {
    boolean lost = "ISmM".indexOf(attributes.charAt(4)) >= 0;
    boolean broken = "pF".indexOf(attributes.charAt(8)) >= 0;
    return !lost && !broken && !merging() && !(classicSnapshot() && percent >= 100);
  }

  /** A snapshot that is being merged back is on its way out. */
  private boolean merging() {
    return attributes.charAt(0) == 'S';
  }

  /** Was this volume mounted there? */
  boolean isMountedAs(MountEntry mount) {
    return mount.device().equals(device)
        || mount.source().equals(mapperPath)
        || (!path.isEmpty() && mount.source().equals(path));
  }

  /** A thin snapshot has no space of its own that could run full: it shares its pool's. */
  Volume toVolume(Optional<String> filter) {
    return new Volume(
        path,
        name,
        group,
        snapshot(),
        !disposable() && (filter.isEmpty() || name.contains(filter.get())),
        valid(),
        classicSnapshot() ? Math.max(0, Math.min(100, percent)) : 0,
        size,
        Optional.of(origin).filter(text -> !text.isEmpty()),
        created);
  }
}
