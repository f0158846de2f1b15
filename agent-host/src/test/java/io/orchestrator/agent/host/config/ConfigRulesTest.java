package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {
  @TempDir Path folder;
  private Loading loading;

  @BeforeEach
  void setUp() {
    loading = new Loading(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://orc | :3001 | http://orc:3001",
        "http://orc | 3001 | http://orc:3001",
        "HTTPS://orc:443/ | :3001 | https://orc:443",
        "http://orc/ | '' | http://orc",
        "http://[::1]:3001 | '' | http://[::1]:3001",
        "http://[::1] | :3001 | http://[::1]:3001",
        "http://orc_1:3001 | '' | http://orc_1:3001",
        "http://orc_1.example.com/ | :3001 | http://orc_1.example.com:3001",
      })
  void appendsThePortWhereThereIsNone(String server, String port, String expected) {
    String json = "{'AgentsServer': '" + server + "', 'AgentsServerPort': '" + port + "'}";
    assertThat(loading.load(json).config().orchestrator().servers())
        .containsExactly(URI.create(expected));
  }

  @Test
  void takesSeveralServersOnceEach() {
    assertThat(
            loading
                .load("{'AgentsServer': 'http://a:1, http://b,http://b/', 'AgentsServerPort': '2'}")
                .config()
                .orchestrator()
                .servers())
        .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'AgentsServer': 'orc:3001'",
        "'AgentsServer': 'ftp://orc'",
        "'AgentsServer': 'http://orc/web'",
        "'AgentsServer': 'http://orc?x=1'",
        "'AgentsServer': 'http://orc:70000'",
        "'AgentsServer': 'http://orc_1:70000'",
        "'AgentsServer': 'http://orc_1:0'",
        "'AgentsServer': 'http://orc_1/web'",
        "'AgentsServer': 'http:orc'",
        "'AgentsServer': 'http://'",
        "'AgentsServer': 'http://a b'",
        "'AgentsServer': ','",
        "'AgentsServer': 'http://orc', 'AgentsServerPort': 'web'",
        "'AgentsServer': 'http://orc', 'AgentsServerPort': ':0'",
      })
  void refusesServersThatCannotBeCalled(String members) {
    assertThat(mistakes("{" + members + "}"))
        .hasSize(1)
        .allMatch(l -> l.startsWith("AgentsServer"));
  }

  @Test
  void doesNotRepeatThePasswordInAnAddress() {
    assertThat(mistakes("{'AgentsServer': 'http://me:hunter2@orc'}"))
        .singleElement()
        .asString()
        .contains("user or password")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Hostname': 'db 1'",
        "'SnapshotHosts': ['ok', 'a/b']",
        "'HTTPListenAddress': '127.0.0.1:3002'",
        "'SeedListenAddress': 'a b'",
        "'TokenHttpHeader': 'X Token'",
        "'StatusEndpoint': '/api/mysql-du'",
        "'StatusEndpoint': '/api/lv/x'",
        "'StatusEndpoint': '/api/datadir'",
        "'StatusEndpoint': '/api/datadir-restore'",
        "'StatusEndpoint': '/'",
        "'StatusEndpoint': '/api/../x'",
        "'HTTPAuthUser': 'u'",
        "'HTTPAuthPassword': 'p'",
        "'HTTPAuthUser': 'u:v', 'HTTPAuthPassword': 'p'",
        "'SeedStallSeconds': 19",
        "'SeedStallSeconds': 300",
        "'MountGraceMinutes': 0",
        "'ContinuousPollSeconds': 0",
        "'SnapshotMountPoint': 'relative'",
        "'CustomCommands': {'rm -rf': 'true'}",
        "'CustomCommands': {'x': 1}",
        "'UseMutualTLS': true",
        "'SSLValidOUs': ['dba']",
        "'StatusOUVerify': true",
        "'SSLCertFile': '/etc/hostname'",
        "'SeedSources': []",
        "'SeedSources': ['live:']",
        "'SeedSources': ['snapshot']",
        "'SeedSources': ['live:a b']",
        "'SnapshotReplicationFile': '..'",
        "'SnapshotReplicationFile': '/etc/passwd'",
        "'Plugins': []",
        "'Plugins': {'Directories': ['plugins']}",
        "'Plugins': {'Enabled': ['a/b']}",
        "'Plugins': {'Settings': []}",
        "'Plugins': {'Settings': {'netcat': 1}}",
        "'Plugins': {'Xyz': 1}",
      })
  void hasExactlyOneMistake(String members) {
    assertThat(loading.mistakesWith(members)).hasSize(1);
  }

  @Test
  void takesSourcesInTheirOrder() {
    SeedConfig seed =
        loading.with("'SeedSources': ['live:b', 'snapshots', 'live:a']").config().seed();

    assertThat(seed.sources()).containsExactly("live:b", "snapshots", "live:a");
    assertThat(seed.liveTransports()).containsExactly("b", "a");
    assertThat(loading.with("").config().seed().sources()).containsExactly("snapshots");
  }

  @Test
  void aHostWithoutAUsableNameNeedsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "{\"AgentsServer\": \"http://a\"}");
    AgentConfigLoader loader = new AgentConfigLoader(Loading.OWN_PLUGINS, "");
    assertThatThrownBy(() -> loader.load(ConfigFiles.only(file)))
        .hasMessageContaining("Hostname is not set");
  }

  @Test
  void sslNeedsReadableFiles() {
    assertThat(loading.mistakesWith("'UseSSL': true, 'SSLCertFile': '/nowhere/cert.pem'"))
        .containsExactlyInAnyOrder(
            "SSLPrivateKeyFile is not set, but UseSSL needs it",
            "SSLCertFile is /nowhere/cert.pem, which does not exist");
  }

  @Test
  void filesThatAreNotUsedNeedNotExist() {
    assertThat(loading.mistakesWith("'SSLCAFile': '/nowhere/ca.pem'")).isEmpty();
  }

  @Test
  void filesForCallingOrchestratorMustExist() {
    assertThat(mistakes("{'AgentsServer': 'https://orc', 'SSLCAFile': '/nowhere/ca.pem'}"))
        .containsExactly("SSLCAFile is /nowhere/ca.pem, which does not exist");
  }

  @Test
  void mutualTlsIsWarnedAbout() throws IOException {
    Path pem = Files.createFile(folder.resolve("x.pem"));
    assertThat(
            loading
                .with(
                    ("'UseSSL': true, 'UseMutualTLS': true, 'SSLValidOUs': ['dba', ''],"
                            + " 'SSLCertFile': 'PEM', 'SSLPrivateKeyFile': 'PEM'")
                        .replace("PEM", pem.toString()))
                .warnings())
        .singleElement()
        .asString()
        .startsWith("UseMutualTLS is set");
  }

  @Test
  void aHostThatCanNotSendSnapshotsIsWarnedAbout() {
    String receives = "'ReceiveSeedDataCommand': 'a'";
    assertThat(loading.with(receives).warnings())
        .singleElement()
        .asString()
        .contains("SendSeedDataCommand is not set");
    assertThat(loading.with(receives + ", 'SendSeedDataCommand': 'b'").warnings()).isEmpty();
    assertThat(loading.with(receives + ", 'SeedTransport': 'netcat'").warnings()).isEmpty();
    assertThat(loading.with(receives + ", 'SeedSources': ['live:x']").warnings()).isEmpty();
  }

  private List<String> mistakes(String json) {
    try {
      loading.load(json);
      return List.of();
    } catch (AgentException wrong) {
      return wrong
          .getMessage()
          .lines()
          .skip(2)
          .map(String::strip)
          .map(l -> l.substring(2))
          .toList();
    }
  }

  @Test
  void aReceiverMustNotStallBeforeItGivesUpWaiting() {
    assertThat(loading.mistakesWith("'SeedConnectSeconds': 120, 'SeedStallSeconds': 120"))
        .singleElement()
        .asString()
        .contains("SeedConnectSeconds must be less than SeedStallSeconds");
  }
}
