package io.orchestrator.agent.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What is where in a plugin that is a folder or a zip: {@code classes/}, jars in {@code lib/}, and
 * the descriptor.
 *
 * @param top the folder that has them
 */
record PluginLayout(Path top) {
  static final String PROPERTIES = "plugin.properties";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Of this folder, or of the only folder in it: archives often have one around everything. */
  static PluginLayout of(Path folder) throws IOException {
    List<Path> entries = entries(folder);
    boolean wrapped =
        entries.size() == 1
            && Files.isDirectory(entries.get(0))
            && !entries.get(0).getFileName().toString().matches("(classes|lib|META-INF)/?");
    return new PluginLayout(wrapped ? entries.get(0) : folder);
  }

  Path classes() {
    return top.resolve("classes");
  }

  Path properties() {
    return top.resolve(PROPERTIES);
  }

  /** The jars, the plugin's own before the libraries that it brings. */
  List<Path> jars() throws IOException {
    List<Path> own = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path jar : jarsByName()) {
      (manifestIn(jar).filter(PluginLayout::isPlugin).isPresent() ? own : others).add(jar);
    }
    return Stream.concat(own.stream(), others.stream()).toList();
  }

  /** The manifest that has a Plugin-Id: its own, or that of one jar in {@code lib/}. */
  Optional<Manifest> manifest() throws IOException {
    List<Manifest> found = new ArrayList<>();
    for (Path file : List.of(top.resolve(MANIFEST), classes().resolve(MANIFEST))) {
      if (found.isEmpty() && Files.isRegularFile(file)) {
        read(file).filter(PluginLayout::isPlugin).ifPresent(found::add);
      }
    }
    if (found.isEmpty()) {
      for (Path jar : jarsByName()) {
        manifestIn(jar).filter(PluginLayout::isPlugin).ifPresent(found::add);
      }
    }
    if (found.size() > 1) {
      throw new IOException("more than one jar in lib/ has a Plugin-Id in its manifest");
    }
    return found.stream().findFirst();
  }

  private List<Path> jarsByName() throws IOException {
    Path lib = top.resolve("lib");
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    return entries(lib).stream().filter(jar -> jar.toString().endsWith(".jar")).toList();
  }

  private static boolean isPlugin(Manifest manifest) {
    return manifest.getMainAttributes().getValue("Plugin-Id") != null;
  }

  private static Optional<Manifest> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new Manifest(in));
    }
  }

  // Read as a stream: the jar may itself be inside a zip.
  private static Optional<Manifest> manifestIn(Path jar) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(MANIFEST)) {
          return Optional.of(new Manifest(in));
        }
      }
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
