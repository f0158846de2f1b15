package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginKeysTest {
  @TempDir Path folder;
  private Loading loading;

  @BeforeEach
  void setUp() {
    loading = new Loading(folder);
  }

  private PluginsConfig plugins(String members) {
    return loading.with(members).config().plugins();
  }

  @Test
  void disabledOnesAreNotLoaded() {
    assertThat(plugins("'Plugins': {'Disabled': ['NetCat', 'btrfs']}").enabled())
        .containsExactly("outbrain-lvm", "commands", "systemd", "stream");
  }

  @Test
  void furtherFoldersComeAfterTheOwnOne() {
    assertThat(plugins("'plugins': {'directories': ['/opt/b', '/opt/a/../b']}").directories())
        .containsExactly(Loading.OWN_PLUGINS, Path.of("/opt/b"));
  }

  @Test
  void handsSettingsOverUnchecked() {
    PluginsConfig plugins = plugins("'Plugins': {'Settings': {'NETCAT': {'Blocks': 5}}}");
    assertThat(plugins.settings()).containsOnlyKeys("netcat");
    assertThat(plugins.settings().get("netcat").get(Setting.number("blocks", 0, 9, "test")))
        .isEqualTo(5);
  }

  @Test
  void settingsOfFilesAreMerged() {
    PluginsConfig plugins =
        loading
            .load(
                "{'AgentsServer': 'http://a', 'Plugins': {'Settings': {'netcat': {'A': 1, 'B':"
                    + " 1}}}}",
                "{'Plugins': {'Settings': {'netcat': {'b': 2}}}}")
            .config()
            .plugins();
    assertThat(plugins.settings().get("netcat").get(Setting.number("A", 0, 9, "test")))
        .isEqualTo(1);
    assertThat(plugins.settings().get("netcat").get(Setting.number("B", 0, 9, "test")))
        .isEqualTo(2);
  }

  @Test
  void warnsOfSettingsForAPluginThatIsNotEnabled() {
    assertThat(loading.with("'Plugins': {'Settings': {'btrfs': {}}}").warnings())
        .containsExactly(
            "Plugins.Settings.btrfs is ignored: no plugin of that id is in Plugins.Enabled");
  }

  @Test
  void keepsSettingsOfAPluginThatIsNotEnabled() {
    assertThat(
            plugins("'Plugins': {'Settings': {'Btrfs': {'A': 1}}}").settings().get("btrfs").keys())
        .containsExactly("A");
  }

  @Test
  void knowsWhetherTheServiceManagerWasNamed() {
    assertThat(plugins("'MySQLServiceStatusCommand': 'a'").serviceManagerNamed()).isFalse();
    assertThat(plugins("'ServiceManager': 'commands'").serviceManagerNamed()).isTrue();
  }

  @Test
  void collectsTheGoAgentsKeys() {
    assertThat(
            plugins(
                    "'createsnapshotcommand': 'snap', 'SnapshotVolumesFilter': 'x', 'UseSSL':"
                        + " false")
                .goAgentKeys()
                .keys())
        .containsExactly("CreateSnapshotCommand", "SnapshotVolumesFilter");
  }

  @Test
  void configuredCommandsChooseThePluginThatRunsThem() {
    LoadedConfig loaded =
        loading.with("'MySQLServiceStatusCommand': 'a', 'SendSeedDataCommand': 'b'");
    assertThat(loaded.config().plugins().serviceManager()).contains("commands");
    assertThat(loaded.config().seed().transport()).isEqualTo("commands");
  }

  @Test
  void commandsAmongThePluginsSettingsChooseItAsWell() {
    LoadedConfig loaded =
        loading.with(
            "'Plugins': {'Settings': {'Commands': {'mysqlServiceStatusCommand': 'a',"
                + " 'ReceiveSeedDataCommand': 'b'}}}");
    assertThat(loaded.config().plugins().serviceManager()).contains("commands");
    assertThat(loaded.config().seed().transport()).isEqualTo("commands");
    assertThat(
            loading
                .with("'Plugins.Settings': {'commands': {'SendSeedDataCommand': 'b'}}")
                .config()
                .seed()
                .transport())
        .isEqualTo("commands");
  }

  @Test
  void settingsThatAreIgnoredChooseNothing() {
    LoadedConfig loaded =
        loading.with(
            "'Plugins': {'Disabled': ['commands'], 'Settings': {'commands': {"
                + "'MySQLServiceStatusCommand': 'a', 'SendSeedDataCommand': 'b'}}}");
    assertThat(loaded.config().plugins().serviceManager()).isEmpty();
    assertThat(loaded.config().seed().transport()).isEqualTo("stream");
  }

  @Test
  void withoutBothTheHostDecides() {
    PluginsConfig plugins = plugins("'HTTPPort': 3002");
    assertThat(plugins.serviceManager()).isEmpty();
    assertThat(plugins.serviceManagerCandidates()).containsExactly("systemd", "service");
  }

  @Test
  void aNamedPluginIsPreferredToTheCommands() {
    LoadedConfig loaded =
        loading.with(
            "'MySQLServiceStatusCommand': 'a', 'SendSeedDataCommand': 'b',"
                + " 'ServiceManager': 'systemd', 'SeedTransport': 'netcat'");
    assertThat(loaded.config().plugins().serviceManager()).contains("systemd");
    assertThat(loaded.config().seed().transport()).isEqualTo("netcat");
  }
}
