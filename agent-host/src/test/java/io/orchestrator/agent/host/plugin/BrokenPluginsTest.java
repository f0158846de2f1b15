package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.service;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of these plugins fails with a reason, and the good one beside it serves. */
@Tag("plugins")
class BrokenPluginsTest {
  private static final String GOOD = "good";

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
    rig.good(GOOD);
  }

  @Test
  void reportsACorruptJarByItsFileName() throws InterruptedException {
    broken().corrupt().buildIn(rig.folder());

    assertThat(failureOf("broken-1.0.0.jar")).contains("can't be read").contains("whole jar");
  }

  @Test
  void reportsAJarThatIsNone() throws InterruptedException, IOException {
    Files.writeString(rig.folder().resolve("text.jar"), "no jar");

    assertThat(failureOf("text.jar")).contains("descriptor can't be read");
  }

  @Test
  void reportsAJarWithoutAPluginId() throws InterruptedException {
    broken().manifest("Plugin-Id", "").buildIn(rig.folder());

    assertThat(failureOf("broken-1.0.0.jar")).contains("Plugin-Id is missing");
  }

  @Test
  void refusesAnIdThatWouldLeadOutOfTheWorkDirectory() throws InterruptedException {
    broken().manifest("Plugin-Id", "../../etc").buildIn(rig.folder());

    assertThat(failureOf("broken-1.0.0.jar")).contains("Plugin-Id").contains("other characters");
  }

  @Test
  void reportsAMissingVersion() throws InterruptedException {
    Path jar = broken().manifest("Plugin-Version", "").buildIn(rig.folder());

    assertThat(failureOf("broken")).isEqualTo("its Plugin-Version is missing in " + jar);
    assertThat(rig.load(GOOD, "broken").problems())
        .noneMatch(problem -> problem.startsWith("Plugins.Enabled names"));
  }

  @Test
  void takesNoOffenceAtAMissingVersionOfAPluginThatIsNotEnabled() throws InterruptedException {
    broken().manifest("Plugin-Version", "").buildIn(rig.folder());

    assertThat(statusOf(rig.load(GOOD), "broken").state()).isEqualTo(PluginStatus.State.DISABLED);
  }

  @Test
  void reportsAMalformedVersion() throws InterruptedException {
    broken().manifest("Plugin-Version", "one.two").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("Plugin-Version").contains("one.two");
  }

  @Test
  void reportsAMalformedRequirement() throws InterruptedException {
    broken().requires("at least 1").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("Plugin-Requires").contains("at least 1");
  }

  @Test
  void refusesAPluginForANewerApiWithBothVersions() throws InterruptedException {
    broken().requires(">=9.1.0").buildIn(rig.folder());

    assertThat(failureOf("broken"))
        .isEqualTo("it requires agent-api >=9.1.0, this is " + PluginLoading.API_VERSION);
  }

  @Test
  void refusesADependencyOnAnotherPlugin() throws InterruptedException {
    broken().dependencies(GOOD + "@>=1.0.0").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("depends on another plugin (good)");
  }

  @Test
  void refusesAnOptionalDependencyToo() throws InterruptedException {
    broken().dependencies("absent?@>=1.0.0").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("depends on another plugin (absent)");
  }

  @Test
  void refusesADependencyOnAPluginThatIsMissing() throws InterruptedException {
    broken().dependencies("absent").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("depends on another plugin (absent)");
  }

  @Test
  void keepsAPluginThatAnotherNeedsInAVersionThatIsNotThere() throws InterruptedException {
    broken().dependencies(GOOD + "@>=9.0.0").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("depends on another plugin (good)");
  }

  @Test
  void startsNoDependentOfAPluginThatFails() throws InterruptedException {
    brokenMain("public void start() { throw new IllegalStateException(\"no luck\"); }");
    PluginJarBuilder.plugin("dependent", "1.0.0")
        .dependencies("broken")
        .source("acme.Service", service("dependent", ""))
        .buildIn(rig.folder());

    Plugins plugins = rig.load(GOOD, "broken", "dependent");

    assertThat(statusOf(plugins, "dependent").reason()).contains("another plugin (broken)");
    assertThat(checkOf(plugins, GOOD)).isEqualTo("fine");
  }

  @Test
  void survivesAMalformedVersionThatAnotherDependsOn() throws InterruptedException {
    broken().manifest("Plugin-Version", "one.two").buildIn(rig.folder());
    PluginJarBuilder.plugin("dependent", "1.0.0")
        .dependencies("broken@>=1.0.0")
        .source("acme.Service", service("dependent", ""))
        .buildIn(rig.folder());

    Plugins plugins = rig.load(GOOD, "broken", "dependent");

    assertThat(statusOf(plugins, "broken").reason()).contains("one.two");
    assertThat(statusOf(plugins, "dependent").reason()).contains("another plugin (broken)");
    assertThat(checkOf(plugins, GOOD)).isEqualTo("fine");
  }

  @Test
  void refusesTheDependentsOfEachOther() throws InterruptedException {
    broken().dependencies("mirror").buildIn(rig.folder());
    PluginJarBuilder.plugin("mirror", "1.0.0").dependencies("broken").buildIn(rig.folder());

    Plugins plugins = rig.load(GOOD, "broken", "mirror");

    assertThat(statusOf(plugins, "broken").reason()).contains("(mirror)");
    assertThat(statusOf(plugins, "mirror").reason()).contains("(broken)");
    assertThat(checkOf(plugins, GOOD)).isEqualTo("fine");
  }

  @Test
  void usesTheFirstOfTwoPluginsWithOneId() throws InterruptedException {
    PluginJarBuilder.plugin(GOOD, "2.0.0")
        .source("acme.Service", service("second", ""))
        .buildIn(rig.folder());

    Plugins plugins = rig.load(GOOD);

    assertThat(plugins.statuses())
        .extracting(PluginStatus::version, PluginStatus::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1.2.3", PluginStatus.State.STARTED),
            org.assertj.core.groups.Tuple.tuple("2.0.0", PluginStatus.State.FAILED));
    assertThat(plugins.statuses().get(1).reason()).contains("another plugin has the id good");
    assertThat(checkOf(plugins, GOOD)).isEqualTo("fine");
  }

  @Test
  void reportsAMissingIndex() throws InterruptedException {
    broken().source("acme.Service", service("acme", "")).withoutIndex().buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("META-INF/extensions.idx");
  }

  @Test
  void reportsAnIndexThatNamesAMissingClass() throws InterruptedException {
    broken().index("acme.Absent").buildIn(rig.folder());

    assertThat(failureOf("broken"))
        .isEqualTo("its META-INF/extensions.idx names acme.Absent, which is not in it");
  }

  @Test
  void reportsAnExtensionWithoutExtensionPoint() throws InterruptedException {
    broken()
        .source("acme.Thing", "package acme; public class Thing {}")
        .index("acme.Thing")
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("acme.Thing implements none of");
  }

  @Test
  void reportsAMissingPluginClass() throws InterruptedException {
    broken().pluginClass("acme.Absent").index("").buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("Plugin-Class acme.Absent");
  }

  @Test
  void reportsAPluginClassOfAnotherKind() throws InterruptedException {
    broken()
        .pluginClass("acme.Thing")
        .source("acme.Thing", "package acme; public class Thing {}")
        .index("")
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("Plugin-Class acme.Thing").contains("AgentPlugin");
  }

  @Test
  void reportsAPluginClassWhoseConstructorThrows() throws InterruptedException {
    brokenMain("public Main() { throw new IllegalStateException(\"no luck\"); }");

    assertThat(failureOf("broken")).contains("constructor").contains("no luck");
  }

  @Test
  void reportsAPluginClassThatDoesNotLink() throws InterruptedException {
    broken()
        .pluginClass("acme.Main")
        .entry("acme/Main.class", "no class".getBytes(StandardCharsets.UTF_8))
        .index("")
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("ClassFormatError");
  }

  @Test
  void reportsSettingsThatAreNull() throws InterruptedException {
    brokenMain("public List<Setting<?>> settings() { return null; }");

    assertThat(failureOf("broken")).contains("settings()").contains("null");
  }

  @Test
  void reportsAStartThatThrows() throws InterruptedException {
    brokenMain("public void start() { throw new IllegalStateException(\"no luck\"); }");

    assertThat(failureOf("broken")).contains("start() failed").contains("no luck");
  }

  @Test
  void survivesAStartThatThrowsAnError() throws InterruptedException {
    brokenMain("public void start() { throw new AssertionError(\"no luck\"); }");

    assertThat(failureOf("broken")).contains("start").contains("AssertionError: no luck");
  }

  @Test
  void survivesAStartThatNeedsAnAbsentClass() throws InterruptedException {
    brokenMain("public void start() { throw new NoClassDefFoundError(\"x/Y\"); }");

    assertThat(failureOf("broken")).contains("start() failed").contains("x/Y");
  }

  @Test
  void givesUpOnAStartThatHangs() throws InterruptedException {
    rig.limit(Duration.ofSeconds(2));
    brokenMain("public void start() { " + PluginRig.HANG + " }");

    assertThat(failureOf("broken")).isEqualTo("start hangs: no return within 2 s");
  }

  @Test
  void reportsAnExtensionWhoseConstructorThrows() throws InterruptedException {
    broken()
        .source(
            "acme.Service",
            service("acme", "public Service() { throw new IllegalStateException(\"no luck\"); }"))
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("creating acme.Service failed").contains("no luck");
  }

  @Test
  void saysWhichClassIsNotInThePlugin() throws InterruptedException, IOException {
    Path jar =
        broken()
            .source("acme.Service", service("acme", "public Service() { new Library(); }"))
            .source("acme.Library", "package acme; public class Library {}")
            .buildIn(rig.folder());
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      Files.delete(content.getPath("acme/Library.class"));
    }

    assertThat(failureOf("broken"))
        .contains("acme.Library is neither in the plugin nor in the JDK");
  }

  @Test
  void reportsAnExtensionWithoutFittingConstructor() throws InterruptedException {
    broken()
        .source("acme.Service", service("acme", "public Service(int other) {}"))
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("no public constructor that takes an AgentContext");
  }

  @Test
  void refusesAnInvalidExtensionName() throws InterruptedException {
    broken().source("acme.Service", service("No Good", "")).buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("acme.Service").contains("name");
  }

  @Test
  void refusesAnExtensionWithoutName() throws InterruptedException {
    broken()
        .source("acme.Service", service("x", "").replace("return \"x\";", "return null;"))
        .buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("name() returned null");
  }

  @Test
  void refusesTheSecondExtensionOfOneName() throws InterruptedException {
    broken().source("acme.Service", service(GOOD, "")).buildIn(rig.folder());

    assertThat(failureOf("broken")).contains("service-manager of the name good already");
  }

  @Test
  void leavesTheNamesOfAFailedPluginToOthers() throws InterruptedException {
    broken()
        .source("acme.Early", service("Early", "early", "", "return null;"))
        .source("acme.Late", service("Late", GOOD, "", "return null;"))
        .buildIn(rig.folder());
    PluginJarBuilder.plugin("other", "1.0.0")
        .source("acme.Service", service("early", ""))
        .buildIn(rig.folder());

    Plugins plugins = rig.load(GOOD, "broken", "other");

    assertThat(statusOf(plugins, "broken").state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(checkOf(plugins, "early")).isEqualTo("fine");
  }

  private static PluginJarBuilder broken() {
    return PluginJarBuilder.plugin("broken", "1.0.0");
  }

  private void brokenMain(String members) {
    broken()
        .pluginClass("acme.Main")
        .source("acme.Main", PluginRig.plugin(members))
        .index("")
        .buildIn(rig.folder());
  }

  private String failureOf(String id) throws InterruptedException {
    Plugins plugins = rig.load(GOOD, "broken");
    PluginStatus status = statusOf(plugins, id);
    assertThat(status.state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(status.extensions()).isEmpty();
    assertThat(checkOf(plugins, GOOD)).isEqualTo("fine");
    return status.reason();
  }
}
