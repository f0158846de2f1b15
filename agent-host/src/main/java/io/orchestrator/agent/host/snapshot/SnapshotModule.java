package io.orchestrator.agent.host.snapshot;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class SnapshotModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(LiveSources.class).in(Singleton.class);
    bind(SnapshotProviders.class).in(Singleton.class);
    bind(SnapshotLock.class).in(Singleton.class);
    bind(SnapshotLists.class).in(Singleton.class);
    bind(SnapshotHealth.class).in(Singleton.class);
    bind(MountViews.class).in(Singleton.class);
    bind(CurrentMount.class).in(Singleton.class);
    bind(DisposableMount.class).in(Singleton.class);
    bind(SnapshotRemoval.class).in(Singleton.class);
    bind(MakeSnapshot.class).in(Singleton.class);
    bind(PruneSnapshots.class).in(Singleton.class);
    bind(SnapshotSending.class).in(Singleton.class);
    bind(SnapshotCommands.class).in(Singleton.class);
    bind(SeedMounts.class).in(Singleton.class);
  }
}
