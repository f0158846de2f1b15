package io.orchestrator.agent.host.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.util.FileUtils;

/**
 * PF4J for exactly one plugin. With a manager of its own, no plugin's mistake (a cycle, a malformed
 * version, a duplicate id) can keep PF4J from loading, starting or stopping another one.
 */
final class IsolatingPluginManager extends DefaultPluginManager {
  IsolatingPluginManager(Path plugin, String apiVersion) {
    super(plugin.toAbsolutePath().getParent());
    setSystemVersion(apiVersion);
  }

  // Called by the super constructor, before this class has any state.
  @Override
  protected PluginLoader createPluginLoader() {
    return new Loader(this);
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptors();
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new ConfiguredStatus();
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return IsolatingPluginManager::pluginOf;
  }

  // PF4J's own factory logs what is wrong and goes on without the plugin's class.
  private static Plugin pluginOf(PluginWrapper wrapper) {
    String name = wrapper.getDescriptor().getPluginClass();
    if (name.equals(Plugin.class.getName())) {
      return new Plugin();
    }
    try {
      return wrapper
          .getPluginClassLoader()
          .loadClass(name)
          .asSubclass(Plugin.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "the constructor of its Plugin-Class " + name + " failed: " + e.getCause(), e);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IllegalStateException(
          "its Plugin-Class "
              + name
              + " must be a public class in the plugin that extends AgentPlugin and has a public"
              + " constructor without arguments: "
              + e,
          e);
    }
  }

  /** Jars, and unpacked plugins with {@code classes/} and {@code lib/}. */
  private record Loader(PluginManager manager) implements PluginLoader {
    @Override
    public boolean isApplicable(Path path) {
      return Files.exists(path) && (Files.isDirectory(path) || FileUtils.isJarFile(path));
    }

    @Override
    public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
      PluginClassLoader loader = new SharedFirstClassLoader(manager, descriptor);
      if (Files.isDirectory(path)) {
        addContent(loader, path);
      } else {
        loader.addFile(path.toFile());
      }
      return loader;
    }
  }

  private static void addContent(PluginClassLoader loader, Path folder) {
    try {
      PluginLayout layout = PluginLayout.of(folder);
      loader.addFile(layout.classes().toFile());
      layout.jars().forEach(jar -> loader.addFile(jar.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration alone says what is enabled; PF4J must not keep files about it. */
  private static final class ConfiguredStatus implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String pluginId) {
      return false;
    }

    @Override
    public void disablePlugin(String pluginId) {
      throw new UnsupportedOperationException("plugins are disabled in the configuration");
    }

    @Override
    public void enablePlugin(String pluginId) {
      throw new UnsupportedOperationException("plugins are enabled in the configuration");
    }
  }
}
