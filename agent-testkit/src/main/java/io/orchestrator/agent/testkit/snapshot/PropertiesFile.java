package io.orchestrator.agent.testkit.snapshot;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Properties on disk; none if there is no file. */
record PropertiesFile(Path path) {
  Properties load() {
    Properties properties = new Properties();
    if (Files.notExists(path)) {
      return properties;
    }
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
      return properties;
    } catch (IOException failed) {
      throw new UncheckedIOException("The fake store cannot read " + path, failed);
    }
  }

  void save(Properties properties) {
    try (Writer writer = Files.newBufferedWriter(path)) {
      properties.store(writer, null);
    } catch (IOException failed) {
      throw new UncheckedIOException("The fake store cannot write " + path, failed);
    }
  }
}
