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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PluginsInfoTest {
  private static final String ENABLED = "'SeedTransport': 'parcel', 'Plugins.Enabled': ['acme']";
  private static final String SETTINGS =
      """
      Setting.number("Limit", 1, 9, "Limits how many are on their way").withDefault(3),
      Setting.duration("PauseMinutes", java.time.Duration.ofMinutes(1), 1, 90, "Pauses")
          .withDefault(java.time.Duration.ofMinutes(5)),
      Setting.size("Room", "Room to leave").withDefault(512L << 20),
      Setting.texts("Places", "Where to"),
      Setting.text("Word", "Opens").hidden(),
      Setting.command("CreateSnapshotCommand", "Creates a snapshot"),
      Setting.text("Owner", "Whose it is").mandatory()""";

  @TempDir Path home;
  private Path jar;

  @BeforeEach
  void makePlugin() {
    System.setProperty("agent.home", home.toString());
    jar =
        AcmePlugin.good()
            .source("acme.Main", AcmePlugin.main(SETTINGS))
            .manifest("Plugin-Requires", ">=1.0.0")
            .manifest("Plugin-Provider", "Acme Ltd")
            .manifest("Plugin-Description", "Sends parcels")
            .buildIn(home.resolve("plugins"));
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
    System.clearProperty(AcmePlugin.STOPPED);
  }

  private Cli info(String members, String... more) {
    Path file = Configs.file(home, members);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "-config";
    arguments[1] = file.toString();
    arguments[2] = "plugins";
    arguments[3] = "info";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Cli.run(arguments);
  }

  @Test
  void showsWhatThePluginSaysItsStateItsExtensionsAndItsSettings() {
    Cli run =
        info(
            ENABLED
                + ", 'CreateSnapshotCommand': 'snap', 'Plugins.Settings': {'ACME':"
                + " {'limit': 5, 'Places': ['a', 'b'], 'Word': 'opensesame', 'Owner': 'me'}}",
            "acme");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            id           acme
            version      1.2.3
            state        started
            path         %s
            requires     agent-api >=1.0.0
            provider     Acme Ltd
            description  Sends parcels
            Extensions:
              seed-transport     parcel       usable: parcel 3.1
            Settings, in Plugins.Settings.acme:
              Limit: 5 (Plugins.Settings.acme)
                  number from 1 to 9, by default 3
                  Limits how many are on their way
              PauseMinutes: 5 (default)
                  number from 1 to 90, by default 5
                  Pauses
              Room: 512M (default)
                  size such as 512M or 10G, by default 512M
                  Room to leave
              Places: a, b (Plugins.Settings.acme)
                  list of texts
                  Where to
              Word: *** (Plugins.Settings.acme)
                  text
                  Opens
              CreateSnapshotCommand: snap (the key CreateSnapshotCommand)
                  command
                  Creates a snapshot
              Owner: me (Plugins.Settings.acme)
                  text, required
                  Whose it is
            """
                .formatted(jar));
  }

  @Test
  void showsWrongAndMissingSettingsOfAPluginThatFailedForThem() {
    Cli run =
        info(
            ENABLED + ", 'Plugins.Settings': {'acme': {'Limit': 10, 'Word': 'opensesame'}}",
            "acme");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("state        failed\nreason       its settings are wrong: Limit is 10")
        .contains("  Limit: wrong: Limit is 10, but must be number from 1 to 9\n")
        .contains("  Owner: wrong: Owner is not set\n")
        .doesNotContain("opensesame");
  }

  @Test
  void showsAPluginThatIsNotEnabledWithItsOwnSettingsAndStopsIt() {
    AcmePlugin.good().buildIn(home.resolve("plugins"));

    Cli run = info("'Plugins': {'Enabled': [], 'Settings': {'acme': {'Limit': 5}}}", "acme");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("state        disabled\nreason       Plugins.Enabled does not have it\n")
        .contains("parcel       usable: parcel 3.1")
        .contains("  Limit: 5 (Plugins.Settings.acme)");
    assertThat(System.getProperty(AcmePlugin.STOPPED)).isEqualTo("yes");
  }

  @Test
  void saysThatADisabledPluginWouldFail() {
    Cli run = info("'Plugins': {'Disabled': ['Acme'], 'Enabled': ['acme']}", "acme");

    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(
            "reason Plugins.Disabled has it; enabled, it would fail: its settings are wrong:"
                + " Owner is not set");
  }

  @Test
  void showsWhatCanBeReadOfAPluginThatCanNotBeLoaded() {
    PluginJarBuilder.plugin("future", "3.0.0")
        .manifest("Plugin-Requires", ">=99.0.0")
        .manifest("Plugin-Provider", "Later\u001b[31m Ltd")
        .buildIn(home.resolve("plugins"));

    Cli run = info("'Plugins.Enabled': ['future']", "future");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("state        failed\nreason       it requires agent-api >=99.0.0, this is")
        .contains("provider     Later [31m Ltd");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Cli run =
        info(
            ENABLED + ", 'Plugins.Settings': {'acme': {'Word': 'opensesame', 'Owner': 'me'}}",
            "acme",
            "--json");

    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertThat(answer.at("/Id").asText()).isEqualTo("acme");
    assertThat(answer.at("/Path").asText()).isEqualTo(jar.toString());
    assertThat(answer.at("/Extensions/0/Usable").asBoolean()).isTrue();
    assertThat(answer.at("/Settings/0"))
        .hasToString(
            "{'Name':'Limit','Type':'number from 1 to 9','Required':false,'DefaultValue':'3','Description':'Limits how many are on their way','Value':'3','Source':'default','Problem':''}"
                .replace('\'', '"'));
    assertThat(answer.at("/Settings/4/Value").asText()).isEqualTo("***");
    assertThat(run.out()).doesNotContain("opensesame");
  }

  @Test
  void refusesAnIdThatIsNotThereAndNamesThoseThatAre() {
    PluginJarBuilder.plugin("other", "1.0.0").buildIn(home.resolve("plugins"));

    Cli unknown = info(ENABLED, "nothing");
    Cli inOtherCase = info(ENABLED, "Acme");

    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualTo(
            "orchestrator-agent: There is no plugin of the id \"nothing\"; there is: acme, other\n");
    assertThat(inOtherCase.status()).isEqualTo(1);
    assertThat(inOtherCase.err()).contains("\"Acme\"; did you mean acme?");
  }
}
