package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The mount as the API shows it.
 *
 * @param path where it is, or would be, mounted
 * @param device what is mounted
 * @param lvPath the volume's path, as it is shown in the lists of volumes
 * @param fileSystem its type
 * @param mounted is anything mounted?
 * @param diskUsage bytes that are used on what is mounted if that is a file system of its own, else
 *     those of the data directory
 * @param mysqlDataPath the data directory in it
 * @param mysqlDiskUsage bytes of the data directory: what a seed copies
 */
public record MountView(
    @JsonProperty("Path") String path,
    @JsonProperty("Device") String device,
    @JsonProperty("LVPath") String lvPath,
    @JsonProperty("FileSystem") String fileSystem,
    @JsonProperty("IsMounted") boolean mounted,
    @JsonProperty("DiskUsage") long diskUsage,
    @JsonProperty("MySQLDataPath") String mysqlDataPath,
    @JsonProperty("MySQLDiskUsage") long mysqlDiskUsage) {}
