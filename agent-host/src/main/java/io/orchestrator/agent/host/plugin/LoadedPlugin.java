package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * One plugin in its own PF4J manager: loaded, then started, then asked for its extension classes.
 */
final class LoadedPlugin {
  private enum Phase {
    LOADED,
    STARTED,
    STOPPED
  }

  private final PluginFile file;
  private final IsolatingPluginManager manager;
  private final PluginWrapper wrapper;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.LOADED);

  /**
   * Loads it.
   *
   * @param content the jar, or the folder with what it consists of
   */
  LoadedPlugin(PluginFile file, Path content, String apiVersion) {
    this.file = file;
    this.manager = new IsolatingPluginManager(content, apiVersion);
    this.wrapper = manager.getPlugin(manager.loadPlugin(content));
  }

  PluginFile file() {
    return file;
  }

  /** What the plugin declares; none if it has no {@link AgentPlugin}. */
  List<Setting<?>> settings() {
    if (!(wrapper.getPlugin() instanceof AgentPlugin plugin)) {
      return List.of();
    }
    // What a plugin gives back is not under the compiler's null checks.
    return List.copyOf(Objects.requireNonNull(plugin.settings(), "its settings() returned null"));
  }

  /**
   * Starts it.
   *
   * @return false if it was given up meanwhile, and must be stopped now
   */
  boolean start() {
    if (manager.startPlugin(file.id()) != PluginState.STARTED) {
      Throwable cause = wrapper.getFailedException();
      throw new IllegalStateException(
          "its start() failed: " + (cause == null ? wrapper.getPluginState() : cause), cause);
    }
    return phase.getAndSet(Phase.STARTED) == Phase.LOADED;
  }

  /** Stops it if it has started; one that still starts is only given up. */
  void stop() {
    if (phase.getAndSet(Phase.STOPPED) == Phase.STARTED) {
      manager.stopPlugin(file.id());
    }
  }

  /** The classes that the plugin's own index names. */
  List<Class<?>> extensionClasses() throws IOException, ClassNotFoundException {
    ClassLoader loader = wrapper.getPluginClassLoader();
    try (InputStream index = loader.getResourceAsStream("META-INF/extensions.idx")) {
      if (index == null) {
        throw new IOException(
            "it has no META-INF/extensions.idx; is PF4J's annotation processor on in its build?");
      }
      // PF4J writes a class once for each extension point that it implements.
      Set<Class<?>> classes = new LinkedHashSet<>();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String name = line.replaceFirst("#.*", "").strip();
        if (!name.isEmpty()) {
          classes.add(indexed(name, loader));
        }
      }
      return List.copyOf(classes);
    }
  }

  private static Class<?> indexed(String name, ClassLoader loader) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new ClassNotFoundException(
          "its META-INF/extensions.idx names " + name + ", which is not in it", e);
    }
  }

  ClassLoader classLoader() {
    return wrapper.getPluginClassLoader();
  }
}
