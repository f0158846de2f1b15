package io.orchestrator.agent.testkit.orchestrator;

import java.util.List;

/**
 * What the server asks an agent for each time it wants to know about it. Whatever fails or is not
 * of the expected form is an empty, zero or false value here: the server can't tell the difference.
 */
public record AgentInfo(
    List<String> localSnapshotHosts,
    List<String> snapshotHosts,
    List<LogicalVolume> logicalVolumes,
    MountPoint mountPoint,
    boolean mySqlRunning,
    long mySqlPort,
    long mySqlDiskUsage,
    long datadirAvailableSpace,
    List<String> errorLogTail) {
  /** Keeps copies of the lists. */
  public AgentInfo {
    localSnapshotHosts = List.copyOf(localSnapshotHosts);
    snapshotHosts = List.copyOf(snapshotHosts);
    logicalVolumes = List.copyOf(logicalVolumes);
    errorLogTail = List.copyOf(errorLogTail);
  }

  /** Makes the nine calls, one after the other. */
  public static AgentInfo of(AgentCall calls, RegisteredAgent agent) {
    InfoReader read = new InfoReader(calls, agent);
    return new AgentInfo(
        read.texts("available-snapshots-local"),
        read.texts("available-snapshots"),
        read.volumes("lvs-snapshots"),
        read.mount("mount"),
        read.flag("mysql-status"),
        read.number("mysql-port"),
        read.number("mysql-du"),
        read.number("mysql-datadir-available-space"),
        read.texts("mysql-error-log-tail"));
  }
}
