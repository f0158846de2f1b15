package io.orchestrator.agent.host.plugin;

import java.nio.file.Path;

/**
 * A plugin as it lies in a folder.
 *
 * @param id from its descriptor; the file's name if there is none
 * @param hasId does its descriptor have an id? If not, it can't be known whether it is enabled
 * @param version from its descriptor; empty if there is none
 * @param path the jar, zip or folder
 * @param problem why it can't be used; empty if nothing speaks against it
 */
record PluginFile(String id, boolean hasId, String version, Path path, String problem) {
  /** One whose id can't be known. */
  static PluginFile withoutId(Path path, String problem) {
    return new PluginFile(path.getFileName().toString(), false, "", path, problem);
  }

  PluginFile withProblem(String other) {
    return new PluginFile(id, hasId, version, path, other);
  }

  boolean isZip() {
    return PluginDescriptors.isZip(path);
  }
}
