package io.orchestrator.agent.testkit.orchestrator;

/** An element of {@code lvs-snapshots}. */
public record LogicalVolume(
    String name, String groupName, String path, boolean snapshot, double snapshotPercent) {}
