package io.orchestrator.agent.host;

import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.AgentConfigLoader;
import io.orchestrator.agent.host.config.ConfigFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests. */
public final class Configs {
  private Configs() {}

  /** A file in this folder, whose StateDirectory is {@code state} in it. */
  public static Path file(Path folder, String members) {
    String json =
        "{'AgentsServer': 'http://orc:3001', 'StateDirectory': '"
            + folder.resolve("state")
            + "'"
            + (members.isEmpty() ? "" : ", " + members)
            + "}";
    try {
      return Files.writeString(folder.resolve("agent.conf.json"), json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What such a file gives. */
  public static AgentConfig in(Path folder, String members) {
    return new AgentConfigLoader(folder.resolve("plugins"), "db1")
        .load(ConfigFiles.only(file(folder, members)))
        .config();
  }
}
