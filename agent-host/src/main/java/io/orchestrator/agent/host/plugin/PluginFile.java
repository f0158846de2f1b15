package io.orchestrator.agent.host.plugin;

import java.nio.file.Path;

/**
 * A plugin as it lies in a folder.
 *
 * @param id from its descriptor; the file's name if that can't be read
 * @param version from its descriptor; empty if that can't be read
 * @param path the jar, zip or folder
 * @param problem why it can't be used; empty if nothing speaks against it
 */
record PluginFile(String id, String version, Path path, String problem) {
  /** Could its descriptor be read? If not, it can't be known whether the plugin is enabled. */
  boolean hasDescriptor() {
    return !version.isEmpty();
  }

  boolean isZip() {
    return PluginDescriptors.isZip(path);
  }
}
