package io.orchestrator.agent.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PropertiesPluginDescriptorFinder;

/** Reads the descriptor of a plugin that is a jar, a zip or a folder; unpacks nothing. */
final class PluginDescriptors implements PluginDescriptorFinder {
  static boolean isZip(Path plugin) {
    return plugin.toString().endsWith(".zip");
  }

  @Override
  public boolean isApplicable(Path plugin) {
    return Files.exists(plugin);
  }

  @Override
  public PluginDescriptor find(Path plugin) {
    try {
      if (Files.isDirectory(plugin)) {
        return in(PluginLayout.of(plugin));
      }
      if (isZip(plugin)) {
        try (FileSystem zip = FileSystems.newFileSystem(plugin)) {
          return in(PluginLayout.of(zip.getPath("/")));
        }
      }
      return inJar(plugin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PluginDescriptor inJar(Path jar) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      ZipEntry properties = opened.getEntry(PluginLayout.PROPERTIES);
      if (properties != null) {
        return described(opened.getInputStream(properties));
      }
      Manifest manifest = opened.getManifest();
      return new FromManifest(manifest == null ? new Manifest() : manifest).read();
    }
  }

  private static PluginDescriptor in(PluginLayout layout) throws IOException {
    if (Files.isRegularFile(layout.properties())) {
      return described(Files.newInputStream(layout.properties()));
    }
    Optional<Manifest> manifest = layout.manifest();
    if (manifest.isEmpty()) {
      throw new IOException(
          "it has no plugin.properties at its top and no manifest with Plugin-Id, neither in"
              + " META-INF/ or classes/META-INF/ nor in a jar in lib/");
    }
    return new FromManifest(manifest.get()).read();
  }

  private static PluginDescriptor described(InputStream content) throws IOException {
    Properties properties = new Properties();
    try (content) {
      properties.load(content);
    }
    return new FromProperties(properties).read();
  }

  /** PF4J's reading of a manifest, wherever that was found. */
  private static final class FromManifest extends ManifestPluginDescriptorFinder {
    private final Manifest manifest;

    FromManifest(Manifest manifest) {
      this.manifest = manifest;
    }

    PluginDescriptor read() {
      return createPluginDescriptor(manifest);
    }
  }

  /** PF4J's reading of properties, wherever they were found. */
  private static final class FromProperties extends PropertiesPluginDescriptorFinder {
    private final Properties properties;

    FromProperties(Properties properties) {
      this.properties = properties;
    }

    PluginDescriptor read() {
      return createPluginDescriptor(properties);
    }
  }
}
