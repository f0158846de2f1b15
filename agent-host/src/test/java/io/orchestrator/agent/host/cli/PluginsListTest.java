package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsListTest {
  @TempDir Path home;
  private Path plugins;

  @BeforeEach
  void makeHome() {
    System.setProperty("agent.home", home.toString());
    plugins = home.resolve("plugins");
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
    System.clearProperty(AcmePlugin.STOPPED);
  }

  @Test
  void showsExtensionsAndWhetherTheyCanWork() {
    AcmePlugin.good().buildIn(plugins);

    Cli run = list("'acme'");

    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "acme             1.2.3            started",
            "    seed-transport     parcel       usable: parcel 3.1");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void showsThatAnExtensionCanNotWorkOnThisHost() {
    AcmePlugin.withCheck("return CheckResult.unusable(\"install\\nparcel\");").buildIn(plugins);

    Cli run = list("'acme'");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("unusable: install parcel\n");
    assertThat(run.err())
        .isEqualTo(
            "SeedTransport names \"parcel\", which can't work on this host: install parcel"
                + " (plugin acme); there is: no other\n");
  }

  @Test
  void wrapsALongReason() {
    String reason = "the parcel is too large ".repeat(12).strip();
    AcmePlugin.withCheck("return CheckResult.usable(\"" + reason + "\");").buildIn(plugins);

    Cli run = list("'acme'");

    assertThat(run.out().lines())
        .hasSizeGreaterThan(3)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(run.out().replaceAll("\\s+", " ")).contains("parcel usable: " + reason);
  }

  @Test
  void showsACheckThatFails() {
    AcmePlugin.withCheck("throw new IllegalStateException(\"no luck\");").buildIn(plugins);

    Cli run = list("'acme'");

    assertThat(run.out()).contains("unusable: its check failed").contains("no luck");
  }

  @Test
  void showsPluginsThatAreNotEnabled() {
    AcmePlugin.good().buildIn(plugins);
    PluginJarBuilder.plugin("idle", "0.9.0").buildIn(plugins);

    Cli run = list("'acme'");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("idle             0.9.0            disabled");
  }

  @Test
  void showsWhyAPluginFailedAndEndsWithOne() {
    AcmePlugin.good().buildIn(plugins);
    PluginJarBuilder.plugin("broken", "1.0.0").withoutIndex().buildIn(plugins);

    Cli run = list("'acme', 'broken'");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("acme             1.2.3            started")
        .contains(
            "broken           1.0.0            failed\n    it has no META-INF/extensions.idx");
  }

  @Test
  void saysThatAnEnabledPluginIsMissingAndEndsWithOne() {
    AcmePlugin.good().buildIn(plugins);

    Cli run = list("'acme', 'gone'");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("acme").doesNotContain("gone");
    assertThat(run.err()).contains("Plugins.Enabled names gone");
  }

  @Test
  void listsThePluginsAlsoIfTheConfigurationIsMistaken() {
    AcmePlugin.good().buildIn(plugins);

    Cli run = list("'acme'], 'HTTPPort': 70000, 'X': [1");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("acme             1.2.3            started");
    assertThat(run.err())
        .contains("agent.conf.json: HTTPPort is 70000")
        .contains("agent.conf.json: unknown key X");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    AcmePlugin.good().buildIn(plugins);
    PluginJarBuilder.plugin("broken", "1.0.0").withoutIndex().buildIn(plugins);
    Path file =
        Configs.file(
            home, "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme', 'broken', 'gone']");

    Cli run = Cli.run("-config", file.toString(), "plugins", "list", "--json");

    assertThat(run.status()).isEqualTo(1);
    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertThat(answer.at("/Plugins/0"))
        .hasToString(
            "{'Id':'acme','Version':'1.2.3','State':'started','Reason':'','Extensions':[{'Kind':'seed-transport','Name':'parcel','Usable':true,'Reason':'parcel 3.1'}]}"
                .replace('\'', '"'));
    assertThat(answer.at("/Plugins/1/State").asText()).isEqualTo("failed");
    assertThat(answer.at("/Plugins/1/Reason").asText()).contains("extensions.idx");
    assertThat(answer.at("/Problems/0").asText()).contains("Plugins.Enabled names gone");
    assertThat(answer.at("/Warnings").isArray()).isTrue();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void stopsThePluginsItLoaded() {
    AcmePlugin.good().buildIn(plugins);

    list("'acme'");

    assertThat(System.getProperty(AcmePlugin.STOPPED)).isEqualTo("yes");
  }

  private Cli list(String enabled) {
    Path file =
        Configs.file(home, "'SeedTransport': 'parcel', 'Plugins.Enabled': [" + enabled + "]");
    return Cli.run("-config", file.toString(), "plugins", "list");
  }
}
