package io.orchestrator.agent.api;

import java.util.List;
import org.pf4j.Plugin;

/**
 * The class that a plugin's {@code Plugin-Class} names when it has settings to declare. Plugins
 * without settings need none. It must be public with a public constructor without arguments.
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
