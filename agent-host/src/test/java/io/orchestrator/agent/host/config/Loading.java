package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads JSON that tests write with single quotes. */
final class Loading {
  static final Path OWN_PLUGINS = Path.of("/opt/orchestrator-agent/plugins");

  private final Path folder;

  Loading(Path folder) {
    this.folder = folder;
  }

  /** Loads these files, the first named 0.json. */
  LoadedConfig load(String... files) {
    List<Path> paths = new ArrayList<>();
    try {
      for (String json : files) {
        Path path = folder.resolve(paths.size() + ".json");
        paths.add(Files.writeString(path, json.replace('\'', '"')));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new AgentConfigLoader(OWN_PLUGINS, "db1.example.com")
        .load(ConfigFiles.firstToLast(paths));
  }

  /** Loads one file with these members beside the one that must be there. */
  LoadedConfig with(String members) {
    return load(
        "{'AgentsServer': 'http://orc:3001'" + (members.isEmpty() ? "" : ", ") + members + "}");
  }

  /** What is wrong with such a file, one mistake a line. */
  List<String> mistakesWith(String members) {
    try {
      with(members);
      return List.of();
    } catch (AgentException wrong) {
      return wrong
          .getMessage()
          .lines()
          .filter(l -> l.startsWith("  * "))
          .map(l -> l.substring(4))
          .toList();
    }
  }
}
