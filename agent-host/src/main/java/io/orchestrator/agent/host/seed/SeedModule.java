package io.orchestrator.agent.host.seed;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class SeedModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(SeedLimits.class).toInstance(SeedLimits.USUAL);
    bind(SeedJournal.class).in(Singleton.class);
    bind(SeedRunner.class).in(Singleton.class);
    bind(Transports.class).in(Singleton.class);
    bind(EarlyAborts.class).in(Singleton.class);
    bind(SendOverWire.class).in(Singleton.class);
    bind(ReceiveOverWire.class).in(Singleton.class);
    bind(SnapshotReplication.class).in(Singleton.class);
    bind(ServerUuid.class).in(Singleton.class);
    bind(ReceiveWork.class).in(Singleton.class);
    bind(ResumeReceive.class).in(Singleton.class);
    bind(ReceiveSeed.class).in(Singleton.class);
    bind(SendSeed.class).in(Singleton.class);
    bind(AbortSeed.class).in(Singleton.class);
    bind(PostCopy.class).in(Singleton.class);
    bind(EmptyDatadir.class).in(Singleton.class);
    bind(AcceptDatadir.class).in(Singleton.class);
    bind(RestoreDatadir.class).in(Singleton.class);
    bind(DatadirState.class).in(Singleton.class);
    bind(SeedRate.class).in(Singleton.class);
    bind(SeedAnswers.class).in(Singleton.class);
    bind(DatadirUsage.class).in(Singleton.class);
    bind(LastFailure.class).in(Singleton.class);
    bind(StallWatch.class).in(Singleton.class);
    bind(SourceWatch.class).in(Singleton.class);
    bind(SeedRecovery.class).in(Singleton.class);
    bind(SeedShutdown.class).in(Singleton.class);
  }
}
