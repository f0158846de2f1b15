package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Snapshots, whichever plugin makes them. */
final class SnapshotKeys {
  private static final Setting<Path> MOUNT_POINT =
      Setting.path("SnapshotMountPoint", "Where snapshots are mounted");
  private static final Setting<List<String>> PROVIDERS =
      Setting.texts(
          "SnapshotProviders",
          "Snapshot providers that serve, in order; the first one creates. By default all of the"
              + " enabled plugins");
  private static final Setting<List<String>> HOSTS =
      Setting.texts(
          "SnapshotHosts", "Hosts to name as having snapshots, beside those that are found");
  private static final Setting<Duration> GRACE =
      Setting.duration(
              "MountGraceMinutes",
              Duration.ofMinutes(1),
              1,
              1440,
              "How long a snapshot that was mounted for a seed and is not used stays mounted")
          .withDefault(Duration.ofMinutes(10));

  private static final Setting<Integer> KEEP =
      Setting.number(
          "SnapshotKeep",
          1,
          10_000,
          "Pruning leaves so many of the newest snapshots of a provider");
  private static final Setting<Duration> KEEP_HOURS =
      Setting.duration(
          "SnapshotKeepHours",
          Duration.ofHours(1),
          1,
          100_000,
          "Pruning removes snapshots that are older, but never the newest good one");
  private static final Setting<Integer> FULLER =
      Setting.number(
          "SnapshotDropFullerThanPercent",
          1,
          99,
          "Pruning removes snapshots whose own space is used up to more than that");

  private static final Pattern FILE_NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255}");
  private static final Setting<String> REPLICATION_FILE =
      Setting.text(
              "SnapshotReplicationFile",
              "File in the data directory in which a snapshot script has left the binary-log"
                  + " position: that of lock-for-snapshot, or one as xtrabackup_binlog_info")
          .withDefault("orchestrator-agent-binlog-position");

  private SnapshotKeys() {}

  static List<Setting<?>> all() {
    return List.of(
        MOUNT_POINT, PROVIDERS, HOSTS, GRACE, KEEP, KEEP_HOURS, FULLER, REPLICATION_FILE);
  }

  static SnapshotConfig bind(Values values) {
    return new SnapshotConfig(
        values.find(MOUNT_POINT),
        values.texts(PROVIDERS),
        values.allMatching(HOSTS, OrchestratorKeys.HOST, OrchestratorKeys.HOST_RULE),
        values.get(GRACE),
        new RetentionConfig(values.find(KEEP), values.find(KEEP_HOURS), values.find(FULLER)),
        values
            .matching(REPLICATION_FILE, FILE_NAME, "the name of a file, without a folder")
            .orElse(""));
  }
}
