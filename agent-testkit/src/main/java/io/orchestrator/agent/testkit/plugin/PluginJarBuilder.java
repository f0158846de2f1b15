package io.orchestrator.agent.testkit.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes the jar of a plugin from Java source text: a good one, or one with a chosen defect.
 *
 * <pre>{@code
 * Path jar = PluginJarBuilder.plugin("acme-snapshots", "1.0.0")
 *     .source("acme.AcmeSnapshots", "package acme; @org.pf4j.Extension public class …")
 *     .buildIn(pluginsFolder);
 * }</pre>
 */
public final class PluginJarBuilder {
  private static final String INDEX = "META-INF/extensions.idx";

  private final String id;
  private final String version;
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private boolean index = true;
  private boolean corrupt;

  private PluginJarBuilder(String id, String version) {
    this.id = id;
    this.version = version;
    manifest("Plugin-Id", id);
    manifest("Plugin-Version", version);
  }

  /** A plugin of this id and version, with nothing inside yet. */
  public static PluginJarBuilder plugin(String id, String version) {
    return new PluginJarBuilder(id, version);
  }

  /**
   * A class, compiled against agent-api, PF4J and SLF4J.
   *
   * @param className with its package
   * @param text the whole source file
   */
  public PluginJarBuilder source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** The sources are compiled against these jars or folders too; they do not get into the jar. */
  public PluginJarBuilder compiledAgainst(Path... more) {
    classPath.addAll(List.of(more));
    return this;
  }

  /** A line of the manifest, such as Plugin-Provider; an empty value takes it away. */
  public PluginJarBuilder manifest(String name, String value) {
    manifest.put(name, value);
    return this;
  }

  /** The plugin's class. */
  public PluginJarBuilder pluginClass(String className) {
    return manifest("Plugin-Class", className);
  }

  /** The versions of the agent that it works with, such as {@code >=1.0.0}. */
  public PluginJarBuilder requires(String versions) {
    return manifest("Plugin-Requires", versions);
  }

  /** The plugins that it needs, such as {@code other@>=1.0.0, another?}. */
  public PluginJarBuilder dependencies(String plugins) {
    return manifest("Plugin-Dependencies", plugins);
  }

  /** Its index of extensions is missing, as if PF4J's annotation processor had not run. */
  public PluginJarBuilder withoutIndex() {
    index = false;
    return this;
  }

  /** Its index names these classes, whether there are such extensions or not. */
  public PluginJarBuilder index(String... classNames) {
    return entry(INDEX, String.join("\n", classNames).getBytes(StandardCharsets.UTF_8));
  }

  /** It has copies of these classes inside, as if a dependency had been bundled. */
  public PluginJarBuilder bundling(Class<?>... classes) {
    for (Class<?> type : classes) {
      String name = type.getName().replace('.', '/') + ".class";
      entry(name, bytesOf(type, name));
    }
    return this;
  }

  /** It has this file inside. */
  public PluginJarBuilder entry(String name, byte[] contents) {
    entries.put(name, contents);
    return this;
  }

  /** Its second half is missing, as after a download that broke off. */
  public PluginJarBuilder corrupt() {
    corrupt = true;
    return this;
  }

  /**
   * Writes the jar.
   *
   * @param folder where; made if it is not there
   * @return the jar, named after id and version
   * @throws IllegalArgumentException if the sources do not compile
   */
  public Path buildIn(Path folder) {
    Map<String, byte[]> all = new TreeMap<>();
    if (!sources.isEmpty()) {
      all.putAll(new PluginCompiler(classPath).compile(sources));
    }
    if (!index) {
      all.remove(INDEX);
    }
    all.putAll(entries);
    try {
      byte[] jar = jarOf(all);
      Files.createDirectories(folder);
      return Files.write(
          folder.resolve(id + "-" + version + ".jar"),
          corrupt ? Arrays.copyOf(jar, jar.length / 2) : jar);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write a plugin jar into " + folder, failed);
    }
  }

  private byte[] jarOf(Map<String, byte[]> files) throws IOException {
    Manifest attributes = new Manifest();
    attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            attributes.getMainAttributes().putValue(name, value);
          }
        });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, attributes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue());
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytesOf(Class<?> type, String name) {
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("There is no class file of " + type);
      }
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot read the class file of " + type, failed);
    }
  }
}
