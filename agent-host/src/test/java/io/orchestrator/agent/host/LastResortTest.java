package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin can't keep the agent's process from ending. */
@Tag("plugins")
class LastResortTest {
  @TempDir Path home;

  @Test
  void endsAlthoughAPluginLeavesAThreadBehind() throws Exception {
    plugin("Thread left = new Thread(Main::hang); left.setDaemon(false); left.start();");

    listPlugins();

    assertThat(errors()).doesNotContain("shutdown hook");
  }

  @Test
  void endsAlthoughAPluginsShutdownHookHangs() throws Exception {
    plugin("Runtime.getRuntime().addShutdownHook(new Thread(Main::hang));");

    listPlugins();

    assertThat(errors()).contains("a shutdown hook, probably of a plugin, has not returned");
  }

  private void plugin(String atStart) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source(
            "acme.Main",
            """
            package acme;
            public class Main extends io.orchestrator.agent.api.AgentPlugin {
              @Override public void start() { %s }
              static void hang() { while (true) { java.util.concurrent.locks.LockSupport.park(); } }
            }
            """
                .formatted(atStart))
        .index("")
        .buildIn(home.resolve("plugins"));
  }

  private void listPlugins() throws IOException, InterruptedException {
    Path config = Configs.file(home, "'Plugins.Enabled': ['acme'], 'SeedReceiveTransports': []");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dagent.home=" + home,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.orchestrator.agent.host.Main",
                    "plugins",
                    "list",
                    "--config",
                    config.toString()))
            .redirectOutput(home.resolve("out").toFile())
            .redirectError(home.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it has ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String errors() throws IOException {
    return Files.readString(home.resolve("err"));
  }
}
