package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.config.PluginsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pf4j.PluginDescriptor;

/**
 * The plugins in the configured folders by what they say of themselves; no code of theirs is run.
 *
 * @param entries folder by folder; several of one id if there are
 */
public record PluginCatalogue(List<Entry> entries) {
  /**
   * A plugin.
   *
   * @param id its id; the file's name if that can't be read
   * @param hasId could its id be read?
   * @param version its version; empty if that can't be read
   * @param path where it is
   * @param problem why it can't be used; empty if nothing speaks against it
   * @param requires which versions of agent-api it works with; empty for all
   * @param provider who made it
   * @param description what it is for
   * @param license its terms
   */
  public record Entry(
      String id,
      boolean hasId,
      String version,
      Path path,
      String problem,
      String requires,
      String provider,
      String description,
      String license) {}

  /** Looks through the folders; one that can't be read is left out: loading reports it. */
  public static PluginCatalogue of(PluginsConfig config) {
    PluginFolders folders = new PluginFolders(PluginLoading.API_VERSION);
    List<Entry> entries = new ArrayList<>();
    for (Path folder : config.directories()) {
      found(folders, folder).forEach(file -> entries.add(entry(file, folders)));
    }
    return new PluginCatalogue(List.copyOf(entries));
  }

  private static List<PluginFile> found(PluginFolders folders, Path folder) {
    try {
      return folders.scan(folder);
    } catch (AgentException unreadable) {
      return List.of();
    }
  }

  private static Entry entry(PluginFile file, PluginFolders folders) {
    Optional<PluginDescriptor> said = folders.descriptor(file.path());
    return new Entry(
        file.id(),
        file.hasId(),
        file.version(),
        file.path(),
        file.problem(),
        text(said.map(PluginDescriptor::getRequires)).replaceFirst("^\\*$", ""),
        text(said.map(PluginDescriptor::getProvider)),
        text(said.map(PluginDescriptor::getPluginDescription)),
        text(said.map(PluginDescriptor::getLicense)));
  }

  private static String text(Optional<String> said) {
    return OneLine.of(said.orElse(""));
  }

  /** The ids of those that can be switched on or off, in alphabetical order. */
  public List<String> ids() {
    return entries.stream().filter(Entry::hasId).map(Entry::id).distinct().sorted().toList();
  }

  /** The plugin of that id: the one that is used, if there are several. */
  public Optional<Entry> find(String id) {
    List<Entry> named = entries.stream().filter(entry -> entry.id().equals(id)).toList();
    return named.stream()
        .filter(entry -> entry.problem().isEmpty())
        .findFirst()
        .or(() -> named.stream().findFirst());
  }
}
