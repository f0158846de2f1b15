package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * One plugin in its own PF4J manager: loaded, then started, then asked for its extension classes.
 */
final class LoadedPlugin {
  private final PluginFile file;
  private final IsolatingPluginManager manager;
  private final PluginWrapper wrapper;

  LoadedPlugin(PluginFile file, String apiVersion) {
    this.file = file;
    this.manager = new IsolatingPluginManager(file.path(), apiVersion);
    this.wrapper = manager.getPlugin(manager.loadPlugin(file.path()));
  }

  PluginFile file() {
    return file;
  }

  /** What the plugin declares; none if it has no {@link AgentPlugin}. */
  List<Setting<?>> settings() {
    return wrapper.getPlugin() instanceof AgentPlugin plugin
        ? List.copyOf(plugin.settings())
        : List.of();
  }

  void start() {
    if (manager.startPlugin(file.id()) != PluginState.STARTED) {
      Throwable cause = wrapper.getFailedException();
      throw new IllegalStateException(
          "its start() failed: " + (cause == null ? wrapper.getPluginState() : cause), cause);
    }
  }

  void stop() {
    manager.stopPlugin(file.id());
  }

  /** The classes that the plugin's own index names. */
  List<Class<?>> extensionClasses() throws IOException, ClassNotFoundException {
    ClassLoader loader = wrapper.getPluginClassLoader();
    try (InputStream index = loader.getResourceAsStream("META-INF/extensions.idx")) {
      if (index == null) {
        throw new IOException(
            "it has no META-INF/extensions.idx; is PF4J's annotation processor on in its build?");
      }
      List<Class<?>> classes = new java.util.ArrayList<>();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String name = line.replaceFirst("#.*", "").strip();
        if (!name.isEmpty()) {
          classes.add(Class.forName(name, false, loader));
        }
      }
      return classes;
    }
  }

  ClassLoader classLoader() {
    return wrapper.getPluginClassLoader();
  }
}
