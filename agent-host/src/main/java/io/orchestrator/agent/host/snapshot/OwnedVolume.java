package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;

/** A volume and the provider that answers for it. */
record OwnedVolume(Volume volume, SnapshotProvider provider) {}
