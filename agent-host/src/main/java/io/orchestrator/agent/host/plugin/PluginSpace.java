package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.host.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of plugins are.
 *
 * @param kept StateDirectory, with what plugins keep
 * @param fresh where that is made which is missing there: the same for the agent; a folder to throw
 *     away for a command that only looks, perhaps as a user whose files the agent can't use
 */
public record PluginSpace(Path kept, Path fresh) {
  /** The agent's own. */
  public static PluginSpace of(Path stateDirectory) {
    return new PluginSpace(stateDirectory, stateDirectory);
  }

  /** The folder that a plugin keeps its files in, made now if it is not there. */
  Path work(String pluginId) throws IOException {
    Path name = Path.of("plugins", pluginId);
    if (Files.isDirectory(kept.resolve(name))) {
      return kept.resolve(name);
    }
    Path made = fresh.resolve(name);
    StateFiles.createDirectories(made);
    return made;
  }

  /** The folder for what is in zips; need not exist. */
  Path unpacked() {
    return fresh.resolve("unpacked-plugins");
  }
}
