package io.orchestrator.agent.api;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the host gives an extension in its constructor. All of it may be used from any thread for as
 * long as the agent runs. New methods may come with later versions; plugins do not implement this
 * interface (agent-testkit has a fake).
 */
public interface AgentContext {
  /**
   * The plugin's settings: {@code Plugins.Settings.<plugin id>} of the configuration, and behind
   * it, for a setting that has the name of one of the Go agent's keys (such as {@code
   * CreateSnapshotCommand}), that top-level key.
   */
  Settings settings();

  /**
   * Starts programs on this host. Seed transports use the one of their {@code Transfer} instead.
   */
  CommandRunner commands();

  /** What is known about this host's MySQL server. */
  MySqlFacts mysql();

  /**
   * A directory of the plugin's own (mode 0700) that exists and survives restarts; for small state.
   * It is on another file system than the datadir, and not the place for data of a seed.
   */
  Path workDirectory();

  /** What is mounted on this host. */
  MountTable mounts();

  /** The clock to use, so that tests can set it. */
  Clock clock();
}
