package io.orchestrator.agent.api;

import java.util.List;
import org.pf4j.Plugin;

/**
 * The class that a plugin's {@code Plugin-Class} names when it has settings to declare, or
 * something to start and stop. Other plugins need none. It must be public with a public constructor
 * without arguments.
 *
 * <p>{@link #start()} and {@link #stop()} have 15 seconds each. {@code stop()} follows every {@code
 * start()} that has returned, also one that came too late to be used. A {@code start()} that throws
 * has ended whatever it began before: no {@code stop()} follows.
 */
public abstract class AgentPlugin extends Plugin {
  /** For subclasses. */
  protected AgentPlugin() {}

  /**
   * Every setting that the plugin's extensions read. The host checks the configuration against them
   * before any extension is created: an unknown or wrong value stops the agent's start, together
   * with all the other mistakes. Called before {@link #start()}; must be the same each time.
   */
  public List<Setting<?>> settings() {
    return List.of();
  }
}
