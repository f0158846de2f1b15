package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PluginThreadsTest {
  /** The plugins' threads wait as long as this is set. */
  private static final String WAIT = "plugins.wait";

  private static final String THREAD =
      "Thread %1$s = new Thread(() -> { while (System.getProperty(\""
          + WAIT
          + "\") != null) { java.util.concurrent.locks.LockSupport.parkNanos(10_000_000); } },"
          + " \"acme-%1$s\"); %1$s.start();";

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
    System.setProperty(WAIT, "");
  }

  @AfterEach
  void endThreads() {
    System.clearProperty(WAIT);
  }

  @Test
  void namesTheThreadsThatAStopLeaves() throws InterruptedException {
    plugin("public void start() { " + THREAD.formatted("b") + THREAD.formatted("a") + " }");

    assertThat(warningsOfAStop())
        .containsExactly(
            "Plugin acme has left 2 threads running after its stop: acme-a, acme-b; a plugin should"
                + " end them in stop()");
  }

  @Test
  void doesNotTakeTheJdksOwnThreadsForThePlugins() throws InterruptedException {
    plugin(
        "public void start() { ThreadGroup top = Thread.currentThread().getThreadGroup();"
            + " while (top.getParent() != null) { top = top.getParent(); }"
            + " new Thread(top, () -> { while (System.getProperty(\""
            + WAIT
            + "\") != null) { java.util.concurrent.locks.LockSupport.parkNanos(10_000_000); } }, \"process reaper\").start(); }");

    assertThat(warningsOfAStop()).isEmpty();
  }

  @Test
  void namesTheThreadThatAFailedStartLeaves() throws InterruptedException {
    plugin("public void start() { " + THREAD.formatted("a") + " throw new AssertionError(); }");

    try (CapturedLog log = new CapturedLog(PluginThreads.class)) {
      rig.load("acme");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("a thread running")
          .contains("acme-a");
    }
  }

  @Test
  void namesTheThreadOfAStartThatHangs() throws InterruptedException {
    rig.limit(Duration.ofSeconds(2));
    plugin("public void start() { " + PluginRig.HANG + " }");

    try (CapturedLog log = new CapturedLog(PluginThreads.class)) {
      rig.load("acme");

      assertThat(log.lines()).singleElement().asString().contains("plugin-acme-start");
    }
  }

  @Test
  void namesTheThreadsOfAnExtension() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Service",
            PluginRig.service(
                "Service",
                "acme",
                "",
                THREAD.formatted("a") + " return CheckResult.usable(\"fine\");"))
        .buildIn(rig.folder());
    checkOf(rig.load("acme"), "acme");

    try (CapturedLog log = new CapturedLog(PluginThreads.class)) {
      rig.stop();

      assertThat(log.lines()).singleElement().asString().contains("acme-a");
    }
  }

  @Test
  void saysNothingOfAPluginThatEndsItsThreads() throws InterruptedException {
    plugin(
        "public void start() { "
            + THREAD.formatted("a")
            + " } public void stop() { System.clearProperty(\""
            + WAIT
            + "\"); }");

    assertThat(warningsOfAStop()).isEmpty();
  }

  private void plugin(String members) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", PluginRig.plugin(members))
        .index("")
        .buildIn(rig.folder());
  }

  private List<String> warningsOfAStop() throws InterruptedException {
    try (CapturedLog log = new CapturedLog(PluginThreads.class)) {
      rig.load("acme");
      rig.stop();
      return log.lines();
    }
  }
}
