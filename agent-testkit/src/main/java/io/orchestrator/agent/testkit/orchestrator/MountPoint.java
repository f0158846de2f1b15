package io.orchestrator.agent.testkit.orchestrator;

/** The object that {@code mount} answers with. */
public record MountPoint(
    String path,
    String device,
    String volumePath,
    String fileSystem,
    boolean mounted,
    long diskUsage,
    String mySqlDataPath,
    long mySqlDiskUsage) {}
