package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes for which the agent must not start. */
@Tag("plugins")
class PluginProblemsTest {
  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
    rig.good("good");
  }

  @Test
  void namesAnEnabledPluginThatIsMissing() throws InterruptedException {
    assertThat(rig.load("good", "absent").problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("Plugins.Enabled names absent")
                    .contains(rig.folder().toString()));
  }

  @Test
  void reportsEveryWrongAndUnknownSetting() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source(
            "acme.Main",
            PluginRig.plugin(
                """
                @Override public List<Setting<?>> settings() {
                  return List.of(
                      Setting.number("Limit", 1, 9, "Limits"),
                      Setting.text("Place", "Places").mandatory());
                }
                @Override public void start() { System.setProperty("acme.started", "yes"); }
                """))
        .index("")
        .buildIn(rig.folder());
    rig.with("'Plugins.Settings': {'acme': {'Limit': 10, 'Plaice': 'x'}}");

    Plugins plugins = rig.load("good", "acme");

    assertThat(plugins.problems())
        .contains(
            "Plugins.Settings.acme: Limit is 10, but must be number from 1 to 9",
            "Plugins.Settings.acme: Place is not set: Places",
            "Plugins.Settings.acme: unknown key Plaice; did you mean Place?");
    assertThat(PluginRig.statusOf(plugins, "acme").state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(System.getProperty("acme.started")).as("started").isNull();
  }

  @Test
  void reportsSettingsOfAPluginThatHasNone() throws InterruptedException {
    rig.with("'Plugins.Settings': {'good': {'Limit': 10}}");

    assertThat(rig.load("good").problems()).contains("Plugins.Settings.good: unknown key Limit");
  }

  @Test
  void reportsAPluginFolderThatIsMissingAndLoadsTheOthers() throws InterruptedException {
    rig.with("'Plugins.Directories': ['" + root.resolve("absent") + "']");

    Plugins plugins = rig.load("good");

    assertThat(plugins.problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(root.resolve("absent").toString())
                    .contains("does not exist"));
    assertThat(checkOf(plugins, "good")).isEqualTo("fine");
  }

  @Test
  void namesAConfiguredExtensionThatNoPluginOffersAndThoseThatFailed() throws InterruptedException {
    PluginJarBuilder.plugin("broken", "1.0.0").withoutIndex().buildIn(rig.folder());
    rig.with("'ServiceManager': 'absent'");

    assertThat(rig.load("good", "broken").problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("ServiceManager names \"absent\"")
                    .contains("there is: good")
                    .contains("plugin broken failed"));
  }

  private void checks(String id, String check) {
    PluginJarBuilder.plugin(id, "1.0.0")
        .source("acme.Service", PluginRig.service("Service", id, "", check))
        .buildIn(rig.folder());
  }

  @Test
  void refusesANamedExtensionThatCanNotWorkHereAndSaysWhatElseThereIs()
      throws InterruptedException {
    checks("lame", "return CheckResult.unusable(\"install\\nlame\");");
    checks("late", "return CheckResult.unusable(\"too late\");");
    rig.with("'ServiceManager': 'lame'");

    assertThat(rig.load("good", "lame", "late").problems())
        .contains(
            "ServiceManager names \"lame\", which can't work on this host: install lame (plugin"
                + " lame); there is: good, late (can't work either)");
  }

  @Test
  void namesACheckThatHangsAndGoesOn() throws InterruptedException {
    checks("lame", PluginRig.HANG);
    rig.with("'ServiceManager': 'lame'").limit(Duration.ofSeconds(2));

    assertThat(rig.load("good", "lame").problems())
        .contains(
            "ServiceManager names \"lame\", which can't work on this host: its check hangs: no"
                + " return within 2 s (plugin lame); there is: good");
  }

  @Test
  void warnsOfAPluginThatIsOfNoUseHereAndIsNotNamed() throws InterruptedException {
    checks("lame", "throw new IllegalStateException(\"no luck\");");
    rig.with("'ServiceManager': 'good'");

    Plugins plugins = rig.load("good", "lame");

    assertThat(plugins.problems()).noneMatch(problem -> problem.contains("lame"));
    assertThat(plugins.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "The plugin lame is enabled, but can't work on this host: service-manager lame: its"
                + " check failed: ")
        .contains("no luck");
  }

  @Test
  void takesNoOffenceAtAServiceManagerAndAPluginThatAreThereByDefault()
      throws InterruptedException {
    checks("commands", "return CheckResult.unusable(\"no start command\");");
    rig.with("'MySQLServiceStatusCommand': 'true'");

    Plugins plugins = rig.load("commands");

    assertThat(plugins.problems()).noneMatch(problem -> problem.startsWith("ServiceManager"));
    assertThat(plugins.warnings()).noneMatch(warning -> warning.contains("no start command"));
  }

  @Test
  void asksTheCheckOfEachExtensionOnce() throws InterruptedException {
    checks(
        "count",
        "System.setProperty(\"acme.checks\", System.getProperty(\"acme.checks\", \"\") + \"x\");"
            + " return CheckResult.unusable(\"no\");");
    rig.with("'ServiceManager': 'count'");
    try {
      rig.load("good", "count");

      assertThat(System.getProperty("acme.checks")).isEqualTo("x");
    } finally {
      System.clearProperty("acme.checks");
    }
  }

  @Test
  void hasNoProblemWithAConfiguredExtensionThatIsThere() throws InterruptedException {
    rig.with("'ServiceManager': 'good'");

    assertThat(rig.load("good").problems())
        .noneSatisfy(problem -> assertThat(problem).startsWith("ServiceManager"));
  }
}
