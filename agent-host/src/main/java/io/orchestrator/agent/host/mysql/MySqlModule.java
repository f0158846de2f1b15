package io.orchestrator.agent.host.mysql;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package that plugins do not need. */
public final class MySqlModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(LiveServer.class).in(Singleton.class);
    bind(DiskUsage.class).in(Singleton.class);
    bind(ErrorLogTail.class).in(Singleton.class);
    bind(LogIndexes.class).in(Singleton.class);
    bind(RelayLogs.class).in(Singleton.class);
    bind(BinaryLogs.class).in(Singleton.class);
    bind(BinaryLogCutter.class).in(Singleton.class);
    bind(BinaryLogText.class).in(Singleton.class);
    bind(RelayLogApply.class).in(Singleton.class);
  }
}
