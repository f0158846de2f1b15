package io.orchestrator.agent.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Optional;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * A plugin's classes. A copy of the API inside a plugin must not hide the agent's own, and no class
 * may end the agent.
 */
final class SharedFirstClassLoader extends PluginClassLoader {
  private final String pluginId;

  SharedFirstClassLoader(PluginManager manager, PluginDescriptor descriptor) {
    super(
        manager, descriptor, new ApiOnlyClassLoader(SharedFirstClassLoader.class.getClassLoader()));
    this.pluginId = descriptor.getPluginId();
  }

  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    try {
      if (!ApiOnlyClassLoader.isShared(name)) {
        return super.loadClass(name);
      }
      return ApiOnlyClassLoader.isApi(name) ? getParent().loadClass(name) : sharedOrOwn(name);
    } catch (ClassNotFoundException missing) {
      // PF4J's own has the name alone.
      throw new ClassNotFoundException(
          name + " is neither in the plugin nor in the JDK, agent-api, PF4J or SLF4J", missing);
    }
  }

  /** The agent's, or one that it lacks: jul-to-slf4j's, say, is in an SLF4J package too. */
  private Class<?> sharedOrOwn(String name) throws ClassNotFoundException {
    try {
      return getParent().loadClass(name);
    } catch (ClassNotFoundException lacking) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    URL file = findResource(path);
    if (file != null) {
      try {
        Optional<Class<?>> replaced = withoutExits(name, file, path);
        if (replaced.isPresent()) {
          return replaced.get();
        }
      } catch (IOException | IllegalArgumentException e) {
        // Not ClassNotFoundException, which PF4J swallows with its message.
        throw new LinkageError(name + " can't be read from the plugin " + pluginId + ": " + e, e);
      }
    }
    return super.findClass(name);
  }

  private Optional<Class<?>> withoutExits(String name, URL file, String path) throws IOException {
    URLConnection connection = file.openConnection();
    // The cache would hold a jar for ever that somebody replaces.
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      Optional<byte[]> replaced = RefusedExits.replaced(pluginId, in.readAllBytes());
      return replaced.isEmpty()
          ? Optional.empty()
          : Optional.of(define(name, replaced.get(), origin(connection, path)));
    }
  }

  private Class<?> define(String name, byte[] content, CodeSource origin) {
    int dot = name.lastIndexOf('.');
    String folder = dot < 0 ? "" : name.substring(0, dot);
    if (getDefinedPackage(folder) == null && !folder.isEmpty()) {
      definePackage(folder, null, null, null, null, null, null, null);
    }
    ProtectionDomain domain = new ProtectionDomain(origin, null, this, null);
    return defineClass(name, content, 0, content.length, domain);
  }

  private static CodeSource origin(URLConnection connection, String path) throws IOException {
    if (connection instanceof JarURLConnection jar) {
      return new CodeSource(jar.getJarFileURL(), jar.getCertificates());
    }
    String folder = connection.getURL().toString().replace(path, "");
    return new CodeSource(URI.create(folder).toURL(), (Certificate[]) null);
  }
}
