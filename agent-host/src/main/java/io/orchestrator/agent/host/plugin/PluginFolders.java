package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.PluginDescriptor;

/**
 * Looks through the plugin folders and reads each plugin's descriptor, without loading any class.
 */
final class PluginFolders {
  private final PluginDescriptors descriptors = new PluginDescriptors();
  private final String apiVersion;
  private final Map<String, Path> paths = new HashMap<>();

  PluginFolders(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  /**
   * All plugins in this folder; one with the id of a good one that was found before has a problem.
   *
   * @throws AgentException if the folder can't be listed
   */
  List<PluginFile> scan(Path folder) {
    List<PluginFile> found = new ArrayList<>();
    for (Path path : candidates(folder)) {
      PluginFile plugin = read(path);
      Path other = plugin.problem().isEmpty() ? paths.putIfAbsent(plugin.id(), path) : null;
      found.add(
          other == null
              ? plugin
              : plugin.withProblem(
                  "another plugin has the id "
                      + plugin.id()
                      + " already: "
                      + other
                      + "; remove it or this one, "
                      + path));
    }
    return found;
  }

  /** What a plugin says of itself, if that can be read. */
  Optional<PluginDescriptor> descriptor(Path plugin) {
    try {
      return Optional.ofNullable(descriptors.find(plugin));
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static List<Path> candidates(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "The plugin folder " + folder + " does not exist; create it or mend Plugins.Directories");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(PluginFolders::mayBePlugin)
          .sorted()
          .toList();
    } catch (AccessDeniedException e) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED, "Could not list the plugin folder: " + Reason.of(e), e);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not list the plugin folder " + folder + ": " + Reason.of(e),
          e);
    }
  }

  private static boolean mayBePlugin(Path path) {
    return path.toString().endsWith(".jar")
        || PluginDescriptors.isZip(path)
        || Files.isDirectory(path);
  }

  // A descriptor is someone else's text: whatever reading it throws is that plugin's problem.
  private PluginFile read(Path path) {
    PluginDescriptor descriptor;
    try {
      descriptor = descriptors.find(path);
    } catch (RuntimeException e) {
      return PluginFile.withoutId(
          path,
          "its descriptor can't be read ("
              + Reason.of(e)
              + "); is it a whole "
              + kind(path)
              + " with Plugin-Id in its manifest?");
    }
    String id =
        descriptor == null || descriptor.getPluginId() == null ? "" : descriptor.getPluginId();
    if (descriptor == null || !id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      return PluginFile.withoutId(
          path, "its Plugin-Id is missing, or has other characters than a-z 0-9 . _ -");
    }
    String version = descriptor.getVersion() == null ? "" : descriptor.getVersion();
    return new PluginFile(id, true, version, path, problem(descriptor, path));
  }

  private static String kind(Path path) {
    if (Files.isDirectory(path)) {
      return "folder";
    }
    return PluginDescriptors.isZip(path) ? "zip" : "jar";
  }

  private String problem(PluginDescriptor descriptor, Path path) {
    if (!descriptor.getDependencies().isEmpty()) {
      return "it depends on another plugin ("
          + descriptor.getDependencies().get(0).getPluginId()
          + "), which plugins of this agent may not";
    }
    String version = descriptor.getVersion();
    if (version == null) {
      return "its Plugin-Version is missing in " + path;
    }
    String requires = descriptor.getRequires();
    try {
      ApiVersion.requireWellFormed(version);
    } catch (RuntimeException e) {
      return "its Plugin-Version " + version + " is malformed: " + Reason.of(e);
    }
    try {
      return ApiVersion.fits(apiVersion, requires)
          ? ""
          : "it requires agent-api " + requires + ", this is " + apiVersion;
    } catch (RuntimeException e) {
      return "its Plugin-Requires " + requires + " is malformed: " + Reason.of(e);
    }
  }
}
