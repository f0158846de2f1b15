package io.orchestrator.agent.host.verify;

import com.google.inject.AbstractModule;
import jakarta.inject.Singleton;

/** The parts of this package. */
public final class VerifyModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(VerifySnapshot.class).in(Singleton.class);
  }
}
