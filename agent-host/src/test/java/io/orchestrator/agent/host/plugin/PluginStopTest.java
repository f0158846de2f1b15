package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PluginStopTest {
  /** What test and plugins both see: each plugin writes its id there as it stops. */
  private static final String STOPPED = "plugins.stopped";

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
    System.setProperty(STOPPED, "");
  }

  @AfterEach
  void forget() {
    System.clearProperty(STOPPED);
  }

  @Test
  void stopsPluginsInReverse() throws InterruptedException {
    plugin("a", "");
    plugin("b", "");
    plugin("c", "");

    rig.load("b", "c", "a");
    rig.stop();

    assertThat(stopped()).isEqualTo("acb");
  }

  @Test
  void stopsTheSecondOfTwo() throws InterruptedException {
    plugin("a", "");
    plugin("b", "");

    rig.load("a", "b");
    rig.stop();

    assertThat(stopped()).isEqualTo("ba");
  }

  @Test
  void stopsEachPluginOnce() throws InterruptedException {
    plugin("a", "");
    plugin("b", "throw new IllegalStateException(\"no luck\");");

    rig.load("a", "b");
    rig.stop();
    rig.stop();

    assertThat(stopped()).isEqualTo("ba");
  }

  @Test
  void goesOnAfterAStopThatThrows() throws InterruptedException {
    plugin("a", "");
    plugin("b", "throw new AssertionError(\"no luck\");");
    plugin("c", "throw new IllegalStateException(\"no luck\");");

    rig.load("a", "b", "c");
    rig.stop();

    assertThat(stopped()).isEqualTo("cba");
  }

  @Test
  void goesOnAfterAStopThatHangs() throws InterruptedException {
    rig.limit(Duration.ofSeconds(2));
    plugin("a", "");
    plugin("b", PluginRig.HANG);

    rig.load("a", "b");
    rig.stop();

    assertThat(stopped()).isEqualTo("ba");
  }

  @Test
  void stopsAPluginAtOnceWhoseExtensionsFail() throws InterruptedException {
    plugin("a", "");
    PluginJarBuilder.plugin("b", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", main("b", "", ""))
        .index("acme.Absent")
        .buildIn(rig.folder());

    rig.load("a", "b");

    assertThat(stopped()).isEqualTo("b");
  }

  @Test
  void stopsAPluginThatHasStartedTooLate() throws InterruptedException {
    rig.limit(Duration.ofSeconds(2));
    plugin(
        "a",
        "while (System.getProperty(\"plugins.go\") == null) {"
            + " java.util.concurrent.locks.LockSupport.parkNanos(10_000_000); }",
        "");
    try {
      Plugins plugins = rig.load("a");
      assertThat(PluginRig.statusOf(plugins, "a").reason()).startsWith("start hangs");
      assertThat(stopped()).isEmpty();

      System.setProperty("plugins.go", "");

      await().atMost(Duration.ofSeconds(30)).until(() -> stopped().equals("a"));
      rig.stop();
      assertThat(stopped()).isEqualTo("a");
    } finally {
      System.clearProperty("plugins.go");
    }
  }

  @Test
  void leavesItToAStartThatThrowsToCleanUp() throws InterruptedException {
    plugin("a", "throw new IllegalStateException(\"no luck\");", "");

    rig.load("a");
    rig.stop();

    assertThat(stopped()).isEmpty();
  }

  private void plugin(String id, String atStop) {
    plugin(id, "", atStop);
  }

  private void plugin(String id, String atStart, String atStop) {
    PluginJarBuilder.plugin(id, "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", main(id, atStart, atStop))
        .index("")
        .buildIn(rig.folder());
  }

  private static String main(String id, String atStart, String atStop) {
    return PluginRig.plugin(
        """
        @Override public void start() {
          %3$s
        }
        @Override public void stop() {
          System.setProperty("%1$s", System.getProperty("%1$s") + "%2$s");
          %4$s
        }
        """
            .formatted(STOPPED, id, atStart, atStop));
  }

  private static String stopped() {
    return System.getProperty(STOPPED);
  }
}
