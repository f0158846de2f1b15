package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes an {@link AgentConfig} out of files. */
public final class AgentConfigLoader {
  /** Stands for the object itself, for "did you mean"; its members have names of their own. */
  private static final Setting<Map<String, String>> PLUGINS =
      Setting.textsByName("Plugins", "Enabled, Disabled, Directories, Settings");

  private final Path ownPlugins;
  private final String systemHostname;

  /**
   * A loader.
   *
   * @param ownPlugins the distribution's own plugins folder
   * @param systemHostname the name to register under if the configuration has none
   */
  public AgentConfigLoader(Path ownPlugins, String systemHostname) {
    this.ownPlugins = ownPlugins;
    this.systemHostname = systemHostname;
  }

  /**
   * Reads and checks.
   *
   * @throws io.orchestrator.agent.api.AgentException {@code INVALID_CONFIGURATION} with every
   *     mistake, by file, one a line
   */
  public LoadedConfig load(ConfigFiles where) {
    LoadedConfig loaded = read(where);
    loaded.requireGood(List.of());
    return loaded;
  }

  /**
   * Reads, and keeps the mistakes for {@link LoadedConfig#requireGood}; where one is, the
   * configuration has the default.
   *
   * @throws io.orchestrator.agent.api.AgentException {@code INVALID_CONFIGURATION} if there is no
   *     file, or one is no JSON
   */
  public LoadedConfig read(ConfigFiles where) {
    List<ConfigFile> files = where.read();
    Map<String, Object> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    files.forEach(file -> merge(merged, file.values()));
    List<String> warnings = new ArrayList<>(RetiredKeys.removeFrom(merged));
    Optional<Object> pluginSettings = Optional.ofNullable(merged.remove("Plugins.Settings"));

    Mistakes mistakes = new Mistakes(files);
    files.forEach(file -> file.twice().forEach(key -> mistakes.add(file.path(), key)));
    Settings settings = Settings.of(merged);
    noteProblems(settings, merged, mistakes);
    AgentConfig config = bind(new Values(settings, mistakes), merged, pluginSettings, warnings);
    warnings.addAll(callsThatFail(config.http()));
    return new LoadedConfig(
        config, mistakes.byFile(), warnings, files.stream().map(ConfigFile::path).toList());
  }

  private AgentConfig bind(
      Values values,
      Map<String, Object> merged,
      Optional<Object> pluginSettings,
      List<String> warnings) {
    OrchestratorConfig orchestrator = OrchestratorKeys.bind(values, systemHostname);
    boolean https =
        orchestrator.servers().stream().anyMatch(url -> "https".equals(url.getScheme()));
    boolean encryptedSeeds = WireKeys.encrypted(values);
    TlsConfig tls = TlsKeys.bind(values, https || encryptedSeeds);
    PluginsConfig plugins =
        PluginKeys.bind(values, pluginSettings, GoAgentKeys.bind(merged), ownPlugins, warnings);
    SeedConfig seed = SeedKeys.bind(values, plugins.commands(), warnings);
    return new AgentConfig(
        orchestrator,
        HttpKeys.bind(values, tls),
        MySqlKeys.bind(values),
        SnapshotKeys.bind(values),
        VerifyKeys.bind(values),
        seed,
        WireKeys.bind(values, encryptedSeeds, tls, seed.stallLimit()),
        plugins,
        values.get(AgentKeys.STATE),
        values.get(AgentKeys.SUDO),
        AgentKeys.customCommands(values));
  }

  private static void noteProblems(
      Settings settings, Map<String, Object> merged, Mistakes mistakes) {
    List<Setting<?>> known = new ArrayList<>(ConfigKeys.all());
    known.add(PLUGINS);
    for (String problem : settings.problems(known)) {
      // A line starts with the key, or is about one: "unknown key Foo; did you mean …".
      String key = problem.replaceFirst("^unknown key ", "").split("[ ;]", 2)[0];
      mistakes.addForKey(merged.containsKey(key) ? key : "", problem);
    }
  }

  /** Values of {@code later} win; objects are merged member by member, as the Go agent does. */
  private static void merge(Map<String, Object> earlier, Map<String, Object> later) {
    later.forEach((key, value) -> earlier.merge(key, value, AgentConfigLoader::mergedValue));
  }

  private static Object mergedValue(Object earlier, Object later) {
    if (earlier instanceof Map<?, ?> before && later instanceof Map<?, ?> after) {
      Map<String, Object> both = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      before.forEach((key, value) -> both.put(String.valueOf(key), value));
      after.forEach(
          (key, value) -> both.merge(String.valueOf(key), value, AgentConfigLoader::mergedValue));
      return both;
    }
    return later;
  }

  private static List<String> callsThatFail(HttpConfig http) {
    List<String> warnings = new ArrayList<>();
    if (http.basicAuth().isPresent()) {
      warnings.add(
          "HTTPAuthUser is set: orchestrator sends no user and password to agents, so none of its"
              + " calls will succeed");
    }
    if (http.tls().mutual()) {
      warnings.add(
          "UseMutualTLS is set: orchestrator sends agents no certificate, so none of its calls"
              + " will succeed");
    }
    return warnings;
  }
}
