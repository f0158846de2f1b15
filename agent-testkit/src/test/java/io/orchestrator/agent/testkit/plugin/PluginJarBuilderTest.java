package io.orchestrator.agent.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;

class PluginJarBuilderTest {
  private static final String LOCATOR =
      """
      package acme;
      import io.orchestrator.agent.api.CheckResult;
      import java.util.List;
      import org.pf4j.Extension;
      @Extension
      public class AcmeLocator implements io.orchestrator.agent.api.snapshot.SnapshotLocator {
        public String name() { return "acme"; }
        public CheckResult check() { return CheckResult.usable("fine"); }
        public List<String> hosts(Scope scope) { return List.of("db1"); }
      }
      """;

  @TempDir Path folder;

  @Test
  void makesAPluginThatPf4jLoads() throws Exception {
    acme().buildIn(folder);
    PluginManager plugins = new DefaultPluginManager(folder);
    try {
      plugins.loadPlugins();
      plugins.startPlugins();
      assertThat(plugins.getPlugin("acme").getPluginState()).isEqualTo(PluginState.STARTED);
      assertThat(plugins.getExtensions(SnapshotLocator.class, "acme"))
          .singleElement()
          .extracting(SnapshotLocator::name)
          .isEqualTo("acme");
    } finally {
      plugins.unloadPlugin("acme");
    }
  }

  @Test
  void writesTheManifest() throws IOException {
    Path jar =
        acme()
            .pluginClass("acme.AcmePlugin")
            .requires(">=1.0.0")
            .dependencies("other@>=2.0.0, another?")
            .manifest("Plugin-Provider", "Acme")
            .manifest("Plugin-Version", "")
            .buildIn(folder);
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes attributes = file.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Plugin-Id")).isEqualTo("acme");
      assertThat(attributes.getValue("Plugin-Class")).isEqualTo("acme.AcmePlugin");
      assertThat(attributes.getValue("Plugin-Requires")).isEqualTo(">=1.0.0");
      assertThat(attributes.getValue("Plugin-Dependencies")).isEqualTo("other@>=2.0.0, another?");
      assertThat(attributes.getValue("Plugin-Provider")).isEqualTo("Acme");
      assertThat(attributes.getValue("Plugin-Version")).isNull();
    }
  }

  @Test
  void writesTheIndexOfItsExtensions() throws IOException {
    assertThat(index(acme().buildIn(folder))).contains("acme.AcmeLocator");
  }

  @Test
  void leavesTheIndexOut() throws IOException {
    assertThat(names(acme().withoutIndex().buildIn(folder)))
        .contains("acme/AcmeLocator.class")
        .doesNotContain("META-INF/extensions.idx");
  }

  @Test
  void writesAnIndexOfItsOwn() throws IOException {
    assertThat(index(acme().index("acme.Missing").buildIn(folder))).isEqualTo("acme.Missing");
  }

  @Test
  void bundlesForeignClasses() throws IOException {
    assertThat(names(acme().bundling(AgentExtension.class).buildIn(folder)))
        .contains("io/orchestrator/agent/api/AgentExtension.class");
  }

  @Test
  void compilesAgainstAnotherPlugin() {
    Path base = acme().buildIn(folder);
    PluginJarBuilder dependent =
        PluginJarBuilder.plugin("dependent", "1.0.0")
            .source("other.Sub", "package other; public class Sub extends acme.AcmeLocator {}");
    assertThatThrownBy(() -> dependent.buildIn(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acme");
    assertThat(dependent.compiledAgainst(base).buildIn(folder)).isRegularFile();
  }

  @Test
  void corruptsTheJar() {
    Path jar = acme().corrupt().buildIn(folder);
    assertThatThrownBy(() -> names(jar)).isInstanceOf(IOException.class);
  }

  private static PluginJarBuilder acme() {
    return PluginJarBuilder.plugin("acme", "1.0.0").source("acme.AcmeLocator", LOCATOR);
  }

  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  private static String index(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        var in = file.getInputStream(file.getEntry("META-INF/extensions.idx"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
