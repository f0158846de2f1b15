package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PluginsSwitchTest {
  @TempDir Path home;
  private Path file;

  @BeforeEach
  void makePlugins() {
    System.setProperty("agent.home", home.toString());
    file = home.resolve("agent.conf.json");
    Path plugins = home.resolve("plugins");
    AcmePlugin.good().buildIn(plugins);
    PluginJarBuilder.plugin("idle", "1.0.0").index("").buildIn(plugins);
    PluginJarBuilder.plugin("broken", "1.0.0").withoutIndex().buildIn(plugins);
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
    System.clearProperty(AcmePlugin.STOPPED);
  }

  private void configure(String plugins) throws IOException {
    Files.writeString(
        file,
        """
        {
          "AgentsServer": "http://orc:3001", // the old one
          "StateDirectory": "%s",
          "SeedTransport": "parcel",
          "Plugins": %s
        }
        """
            .formatted(home.resolve("state"), plugins.replace('\'', '"')));
  }

  private String configured() throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains("http://orc:3001\", // the old one\n  \"StateDirectory\"");
    return text.substring(text.indexOf("\"Plugins\": ") + 11, text.lastIndexOf("\n}"))
        .replace('"', '\'');
  }

  private Cli plugins(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-config", file.toString(), "plugins"));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void enablesAPlugin() throws IOException {
    configure("{'Enabled': ['acme']}");

    Cli run = plugins("enable", "idle");

    assertThat(run)
        .isEqualTo(
            new Cli(
                0,
                "Enabled idle in "
                    + file
                    + ".\nRestart the agent: plugins are loaded at its start only.\n",
                ""));
    assertThat(configured()).isEqualTo("{'Enabled': ['acme', 'idle']}");
    assertThat(plugins("list").out()).contains("idle             1.0.0            started");
  }

  @Test
  void disablesAPlugin() throws IOException {
    configure("{'Enabled': ['acme', 'idle']}");

    Cli run = plugins("disable", "idle");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Disabled idle in " + file);
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
  }

  @Test
  void saysThatItIsSoAlreadyAndLeavesTheFileAlone() throws IOException {
    configure("{'Enabled': ['acme'], 'Disabled': ['idle']}");
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, longAgo);
    Object inode = Files.getAttribute(file, "unix:ino");

    Cli enabling = plugins("enable", "acme");
    Cli disabling = plugins("disable", "idle", "broken");

    assertThat(enabling).isEqualTo(new Cli(0, "Nothing to change: acme enabled already.\n", ""));
    assertThat(disabling)
        .isEqualTo(new Cli(0, "Nothing to change: idle, broken disabled already.\n", ""));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void refusesToDisableWhatAConfiguredNameNeeds() throws IOException {
    configure("{'Enabled': ['acme', 'idle']}");

    Cli run = plugins("disable", "acme");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("orchestrator-agent: Did not disable acme: the agent would not start")
        .contains("  * SeedTransport names \"parcel\", but no enabled plugin offers that")
        .contains("the plugin acme offers it, but is not enabled");
    assertThat(configured()).isEqualTo("{'Enabled': ['acme', 'idle']}");
  }

  @Test
  void refusesToEnableWhatWouldFail() throws IOException {
    configure("{'Enabled': ['acme']}");

    Cli run = plugins("enable", "idle", "broken");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("Did not enable idle, broken")
        .contains("  * The plugin broken failed: it has no META-INF/extensions.idx");
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
  }

  @Test
  void refusesToEnableWhatLacksASetting() throws IOException {
    PluginJarBuilder.plugin("needy", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", AcmePlugin.main("Setting.text(\"Place\", \"Where\").mandatory()"))
        .index("")
        .buildIn(home.resolve("plugins"));
    configure("{'Enabled': ['acme']}");

    Cli run = plugins("enable", "needy");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("  * Plugins.Settings.needy: Place is not set: Where\n");
    assertThat(run.err()).hasLineCount(2);
  }

  @Test
  void refusesAnIdThatIsNotThere() throws IOException {
    configure("{'Enabled': ['acme']}");

    assertThat(plugins("enable", "nothing").err())
        .contains("no plugin of the id \"nothing\"; there is: acme, broken, idle");
    assertThat(plugins("disable", "ACME").err()).contains("did you mean acme?");
    assertThat(plugins("disable", "nothing").status()).isEqualTo(1);
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
  }

  @Test
  void disablesWhatIsEnabledButMissing() throws IOException {
    configure("{'Enabled': ['acme', 'gone']}");

    assertThat(plugins("disable", "gone").status()).isZero();
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
    assertThat(plugins("check").status()).isZero();
  }

  @Test
  void disablesWhatKeepsTheAgentFromStarting() throws IOException {
    configure("{'Enabled': ['acme', 'broken', 'gone']}");

    assertThat(plugins("disable", "broken", "gone").status()).isZero();
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
  }

  @Test
  void warnsOfAPluginThatCanNotWorkOnThisHost() throws IOException {
    PluginJarBuilder.plugin("lame", "1.0.0")
        .source("acme.Other", other("lame", "return CheckResult.unusable(\"install lame\");"))
        .buildIn(home.resolve("plugins"));
    configure("{'Enabled': ['acme']}");

    Cli run = plugins("enable", "lame");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "warning: The plugin lame is enabled, but can't work on this host: service-manager"
                + " lame: install lame\n");
  }

  private static String other(String name, String check) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import io.orchestrator.agent.api.service.*;
        @org.pf4j.Extension
        public class Other implements ServiceManager {
          @Override public String name() { return "%s"; }
          @Override public CheckResult check() { %s }
          @Override public ServiceStatus status() { return ServiceStatus.RUNNING; }
          @Override public void start() {}
          @Override public void stop() {}
        }
        """
        .formatted(name, check);
  }

  @Test
  void saysThatAPluginWithoutVersionCanNotBeEnabled() throws IOException {
    configure("{'Enabled': ['acme']}");
    PluginJarBuilder.plugin("timeless", "1.0.0")
        .manifest("Plugin-Version", "")
        .buildIn(home.resolve("plugins"));

    Cli run = plugins("enable", "timeless");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("The plugin timeless failed: its Plugin-Version is missing in");
    assertThat(configured()).isEqualTo("{'Enabled': ['acme']}");
  }

  @Test
  void refusesToChangeAConfigurationThatCanNotBeUsedAsItIs() throws IOException {
    configure("{'Enabled': ['acme'], 'Enabled': ['idle']}");

    Cli run = plugins("enable", "idle");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is there twice");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    configure("{'Enabled': ['acme']}");

    Cli run = plugins("enable", "idle", "--json");

    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertThat(answer)
        .hasToString(
            "{'Changed':true,'Plugins':['idle'],'Files':['%s'],'Enabled':['acme','idle'],'Warnings':[]}"
                .formatted(file)
                .replace('\'', '"'));
    assertThat(
            new ObjectMapper().readTree(plugins("enable", "idle", "--json").out()).at("/Changed"))
        .hasToString("false");
  }
}
