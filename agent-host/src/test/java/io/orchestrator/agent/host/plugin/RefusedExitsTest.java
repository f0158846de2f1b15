package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.service;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Should one of these plugins have its way, no test after it runs. */
@Tag("plugins")
class RefusedExitsTest {
  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.exit  | System.exit(3);",
        "Runtime.exit | Runtime.getRuntime().exit(3);",
        "Runtime.halt | Runtime.getRuntime().halt(3);",
        "System.exit  | java.util.function.IntConsumer end = System::exit; end.accept(3);",
        "Runtime.halt | java.util.function.IntConsumer end = Runtime.getRuntime()::halt; end.accept(3);",
        "System.exit  | Runnable end = () -> System.exit(3); end.run();"
      })
  void refusesToEndTheAgentFromAnExtension(String call, String code) throws InterruptedException {
    plugin(code);
    Plugins plugins = rig.load("acme");

    assertThatThrownBy(() -> checkOf(plugins, "acme"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("The plugin acme has a defect: check() failed with")
        .hasMessageContaining(
            "the plugin acme called "
                + call
                + " in acme.Service, and a plugin must not end the agent");
  }

  @Test
  void refusesToEndTheAgentInAStart() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", PluginRig.plugin("public void start() { System.exit(3); }"))
        .index("")
        .buildIn(rig.folder());
    rig.good("good");

    Plugins plugins = rig.load("acme", "good");

    assertThat(statusOf(plugins, "acme").reason())
        .contains("start() failed")
        .contains("the plugin acme called System.exit in acme.Main");
    assertThat(checkOf(plugins, "good")).isEqualTo("fine");
  }

  @Test
  void refusesToEndTheAgentFromAnInterface() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Ending",
            "package acme; interface Ending { default void end() { System.exit(3); } }")
        .source(
            "acme.Service", service("Service", "acme", "", "new Ending() {}.end(); return null;"))
        .buildIn(rig.folder());
    Plugins plugins = rig.load("acme");

    assertThatThrownBy(() -> checkOf(plugins, "acme"))
        .hasMessageContaining("called System.exit in acme.Ending");
  }

  @Test
  void refusesToEndTheAgentFromALibrary() throws InterruptedException {
    Path library =
        PluginJarBuilder.plugin("library", "1.0.0")
            .manifest("Plugin-Id", "")
            .source(
                "lib.Ending",
                "package lib; public class Ending { public static void end() { System.exit(3); } }")
            .buildIn(root.resolve("built"));
    Path jar =
        PluginJarBuilder.plugin("acme", "1.0.0")
            .compiledAgainst(library)
            .source(
                "acme.Service", service("Service", "acme", "", "lib.Ending.end(); return null;"))
            .buildIn(root.resolve("built"));
    new ZipFiles()
        .with("lib/acme.jar", jar)
        .with("lib/library.jar", library)
        .write(rig.folder().resolve("acme.zip"));
    Plugins plugins = rig.load("acme");

    assertThatThrownBy(() -> checkOf(plugins, "acme"))
        .hasMessageContaining("the plugin acme called System.exit in lib.Ending");
  }

  @Test
  void leavesTheRestOfSuchAClassAsItWas() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Service",
            service(
                "Service",
                "acme",
                "private int exit(int more) { return 40 + more; }"
                    + "static void never() { if (System.nanoTime() == 0) { System.exit(1); } }",
                "never(); long sum = 0; for (int i = 0; i < 3; i++) { sum += exit(i); }"
                    + " return CheckResult.usable(sum + \" \" + getClass().getPackage().getName()"
                    + " + getClass().getProtectionDomain().getCodeSource().getLocation()"
                    + ".getPath().replaceFirst(\".*/\", \" \"));"))
        .buildIn(rig.folder());

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("123 acme acme-1.0.0.jar");
  }

  private void plugin(String code) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Service", service("Service", "acme", "", code + " return null;"))
        .buildIn(rig.folder());
  }
}
