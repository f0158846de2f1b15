package io.orchestrator.agent.host.datadir;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class DatadirModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(DatadirCheck.class).in(Singleton.class);
    bind(PromisedRoom.class).in(Singleton.class);
    bind(DatadirTrash.class).in(Singleton.class);
    bind(KeptData.class).in(Singleton.class);
    bind(EarlierData.class).in(Singleton.class);
    bind(DatadirSpace.class).in(Singleton.class);
    bind(DatadirDeletion.class).in(Singleton.class);
  }
}
