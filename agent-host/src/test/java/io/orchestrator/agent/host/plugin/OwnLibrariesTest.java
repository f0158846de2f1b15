package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins with real libraries of which the agent has other versions. */
@Tag("plugins")
class OwnLibrariesTest {
  /** Where the build has put them. */
  private static final Path LIBRARIES = Path.of("target", "test-libraries");

  private static final List<String> GUICE =
      List.of(
          "guice-5.1.0.jar",
          "guava-31.1-jre.jar",
          "failureaccess-1.0.1.jar",
          "javax.inject-1.jar",
          "aopalliance-1.0.jar");

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @Test
  void runsTwoPluginsWithAJacksonOfTheirOwnEach() throws InterruptedException {
    plugin("older", READS_JSON, jackson("2.17.2", "2.17.2"));
    plugin("newer", READS_JSON, jackson("2.20.1", "2.20"));

    Plugins plugins = rig.load("older", "newer");

    assertThat(checkOf(plugins, "older")).isEqualTo("42 by 2.17.2");
    assertThat(checkOf(plugins, "newer")).isEqualTo("42 by 2.20.1");
    assertThat(new ObjectMapper().version().toString())
        .as("the agent's own")
        .isNotIn("2.17.2", "2.20.1");
  }

  @Test
  void findsALibrarysServicesInThePluginAlone() throws InterruptedException {
    plugin(
        "services",
        """
        int found = 0;
        for (com.fasterxml.jackson.core.JsonFactory each :
            java.util.ServiceLoader.load(com.fasterxml.jackson.core.JsonFactory.class)) {
          found += each.version().toString().equals("2.17.2") ? 1 : 100;
        }
        return CheckResult.usable("" + found);
        """,
        jackson("2.17.2", "2.17.2"));

    assertThat(checkOf(rig.load("services"), "services")).isEqualTo("1");
  }

  @Test
  void runsAPluginWithAGuiceOfItsOwn() throws InterruptedException {
    plugin(
        "injected",
        """
        com.google.inject.Injector injector =
            com.google.inject.Guice.createInjector(
                binder -> {
                  binder.bind(String.class).toInstance("hello");
                  binder.bind(java.util.function.Supplier.class)
                      .to(Made.class).in(com.google.inject.Scopes.SINGLETON);
                });
        return CheckResult.usable(
            injector.getInstance(java.util.function.Supplier.class).get()
                + com.google.inject.Guice.class.getProtectionDomain().getCodeSource().getLocation()
                    .getPath().replaceFirst(".*/", " by "));
        """,
        GUICE);

    assertThat(checkOf(rig.load("injected"), "injected")).isEqualTo("hello by guice-5.1.0.jar");
  }

  private static final String READS_JSON =
      """
      try {
        return CheckResult.usable(
            new com.fasterxml.jackson.databind.ObjectMapper().readTree("{\\"a\\": 42}").get("a")
                + " by " + com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION);
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
      """;

  private static List<String> jackson(String version, String annotations) {
    return List.of(
        "jackson-databind-" + version + ".jar",
        "jackson-core-" + version + ".jar",
        "jackson-annotations-" + annotations + ".jar");
  }

  private void plugin(String id, String check, List<String> libraries) {
    PluginJarBuilder builder =
        PluginJarBuilder.plugin(id, "1.0.0")
            .compiledAgainst(libraries.stream().map(LIBRARIES::resolve).toArray(Path[]::new))
            .source("acme.Service", PluginRig.service("Service", id, "", check));
    if (libraries == GUICE) {
      builder.source("acme.Made", MADE);
    }
    ZipFiles content =
        new ZipFiles().with("lib/" + id + ".jar", builder.buildIn(root.resolve("built")));
    libraries.forEach(library -> content.with("lib/" + library, LIBRARIES.resolve(library)));
    content.write(rig.folder().resolve(id + ".zip"));
  }

  /** What Guice makes: a class with a constructor that it injects. */
  private static final String MADE =
      """
      package acme;
      public class Made implements java.util.function.Supplier<String> {
        private final String text;
        @javax.inject.Inject public Made(String text) { this.text = text; }
        @Override public String get() { return text; }
      }
      """;
}
