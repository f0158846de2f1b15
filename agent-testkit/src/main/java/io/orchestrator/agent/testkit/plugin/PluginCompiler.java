package io.orchestrator.agent.testkit.plugin;

import io.orchestrator.agent.api.AgentExtension;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.pf4j.ExtensionPoint;
import org.pf4j.processor.ExtensionAnnotationProcessor;
import org.slf4j.Logger;

/** Compiles in memory, with PF4J's annotation processor. */
final class PluginCompiler {
  private final List<Path> classPath;

  PluginCompiler(List<Path> more) {
    classPath =
        Stream.concat(
                Stream.of(AgentExtension.class, ExtensionPoint.class, Logger.class)
                    .map(PluginCompiler::homeOf),
                more.stream())
            .toList();
  }

  /**
   * Compiles.
   *
   * @param sources text by class name
   * @return class files and the index of extensions, by their name in a jar
   */
  Map<String, byte[]> compile(Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    List<Source> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Outputs outputs = new Outputs(files)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              problems, outputs, null, List.of("--release", "17", "-Xlint:none"), null, units);
      task.setProcessors(List.of(new ExtensionAnnotationProcessor()));
      if (!task.call()) {
        throw new IllegalArgumentException("The plugin's source does not compile:\n" + problems);
      }
      return outputs.contents();
    } catch (IOException failed) {
      throw new IllegalStateException("Cannot compile a plugin", failed);
    }
  }

  private static Path homeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("Cannot find the jar of " + type, impossible);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(String name, Kind kind) {
      super(URI.create("memory:///" + name), kind);
    }

    /** The processor looks for an older index before it writes one; there never is any. */
    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      throw new FileNotFoundException(getName());
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Outputs extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, Output> outputs = new HashMap<>();

    Outputs(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return output(className.replace('.', '/') + kind.extension, kind);
    }

    @Override
    public FileObject getFileForOutput(
        JavaFileManager.Location location, String packageName, String name, FileObject sibling) {
      return output(name, JavaFileObject.Kind.OTHER);
    }

    private Output output(String name, JavaFileObject.Kind kind) {
      return outputs.computeIfAbsent(name, absent -> new Output(absent, kind));
    }

    Map<String, byte[]> contents() {
      Map<String, byte[]> contents = new TreeMap<>();
      outputs.forEach((name, output) -> contents.put(name, output.bytes.toByteArray()));
      return contents;
    }
  }
}
