package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;

/** A mount and the provider that answers for it. */
record OwnedMount(Mount mount, SnapshotProvider provider) {}
