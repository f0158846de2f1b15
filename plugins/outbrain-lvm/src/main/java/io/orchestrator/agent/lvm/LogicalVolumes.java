package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This host's logical volumes, as {@code lvs} tells them. */
final class LogicalVolumes {
  private static final Comparator<LogicalVolume> NEWEST_SNAPSHOT_FIRST =
      Comparator.comparing(LogicalVolume::snapshot)
          .thenComparing(volume -> volume.created().orElse(Instant.EPOCH))
          .reversed()
          .thenComparing(LogicalVolume::group)
          .thenComparing(LogicalVolume::name);

  private final HostTools tools;

  LogicalVolumes(HostTools tools) {
    this.tools = tools;
  }

  /** All but LVM's hidden ones: snapshots, the newest first, then the others. */
  List<LogicalVolume> list() throws InterruptedException {
    String report = lvs(LogicalVolume.FIELDS);
    try {
      return parse(report);
    } catch (IllegalArgumentException wrong) {
      throw noReport(wrong);
    }
  }

  /** The pool of a thin volume; empty if nothing is known of it. */
  Optional<ThinPool> poolOf(LogicalVolume volume) throws InterruptedException {
    String report = lvs(ThinPool.FIELDS, volume.group());
    try {
      return ThinPool.find(rows(report), volume.name());
    } catch (IllegalArgumentException wrong) {
      throw noReport(wrong);
    }
  }

  private String lvs(String fields, String... groups) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("lvs", "--reportformat", "json"));
    arguments.addAll(List.of("--units", "b", "--nosuffix"));
    arguments.addAll(List.of("--config", "report/time_format=\"%s\"", "-o", fields));
    arguments.addAll(List.of(groups));
    return tools.run("list the LVM volumes", arguments.toArray(String[]::new));
  }

  private static AgentException noReport(IllegalArgumentException wrong) {
    return new AgentException(
        ErrorCode.COMMAND_FAILED,
        "Could not list the LVM volumes: lvs printed what is no report of volumes ("
            + wrong.getMessage()
            + "). Run it by hand: lvs --reportformat json",
        wrong);
  }

  static List<LogicalVolume> parse(String report) {
    List<LogicalVolume> volumes = new ArrayList<>();
    for (Map<?, ?> row : rows(report)) {
      LogicalVolume found = LogicalVolume.of(row);
      if (!found.name().startsWith("[")) {
        volumes.add(found);
      }
    }
    volumes.sort(NEWEST_SNAPSHOT_FIRST);
    return volumes;
  }

  private static List<Map<?, ?>> rows(String report) {
    List<Map<?, ?>> rows = new ArrayList<>();
    if (report.isBlank()) {
      return rows;
    }
    for (Object part : elements(Json.parse(report), "report")) {
      for (Object volume : elements(part, "lv")) {
        if (!(volume instanceof Map<?, ?> fields)) {
          throw new IllegalArgumentException("a volume is " + volume);
        }
        rows.add(fields);
      }
    }
    return rows;
  }

  /** The array of this name; none if the part is about something else, such as LVM's own log. */
  private static List<?> elements(Object part, String name) {
    if (part instanceof Map<?, ?> object) {
      Object value = object.get(name);
      if (value == null && object.containsKey("log")) {
        return List.of();
      }
      if (value instanceof List<?> list) {
        return list;
      }
    }
    throw new IllegalArgumentException("there is no array \"" + name + "\"");
  }
}
