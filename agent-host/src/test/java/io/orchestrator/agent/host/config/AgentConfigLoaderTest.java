package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigLoaderTest {
  @TempDir Path folder;
  private Loading loading;

  @BeforeEach
  void setUp() {
    loading = new Loading(folder);
  }

  @Test
  void hasDefaultsForAllButTheServer() {
    LoadedConfig loaded = loading.with("");
    AgentConfig config = loaded.config();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.files()).containsExactly(folder.resolve("0.json"));
    assertThat(config.orchestrator())
        .isEqualTo(
            new OrchestratorConfig(
                List.of(URI.create("http://orc:3001")),
                "db1.example.com",
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Optional.empty()));
    assertThat(config.http().port()).isEqualTo(3002);
    assertThat(config.http().statusEndpoint()).isEqualTo("/api/status");
    assertThat(config.http().statusBadAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.mysql().clientCommand()).isEqualTo("mysql");
    assertThat(config.snapshots().mountGrace()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.seed().transport()).isEqualTo("stream");
    assertThat(config.seed().port()).isEqualTo(21234);
    assertThat(config.seed().stallLimit()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.seed().connectLimit()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.plugins().enabled())
        .containsExactly("outbrain-lvm", "commands", "systemd", "netcat", "stream");
    assertThat(config.plugins().directories()).containsExactly(Loading.OWN_PLUGINS);
    assertThat(config.plugins().serviceManager()).isEmpty();
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/orchestrator-agent"));
    assertThat(config.execWithSudo()).isFalse();
  }

  @Test
  void aKeyThatIsThereTwiceIsReportedWithTheOtherMistakes() {
    assertThat(loading.mistakesWith("'HTTPPort': 'x', 'SeedPort': 1, 'seedport': 2"))
        .hasSize(2)
        .anySatisfy(mistake -> assertThat(mistake).contains("the key seedport is there twice"))
        .anySatisfy(mistake -> assertThat(mistake).contains("HTTPPort"));
  }

  @Test
  void laterFilesOverrideKeyByKey() {
    AgentConfig config =
        loading
            .load(
                "{'AgentsServer': 'http://a', 'HTTPPort': 1, 'CustomCommands': {'x': 'true'}}",
                "{'httpport': 2, 'CustomCommands': {'y': 'false'}}")
            .config();
    assertThat(config.orchestrator().servers()).containsExactly(URI.create("http://a"));
    assertThat(config.http().port()).isEqualTo(2);
    assertThat(config.customCommands()).containsOnlyKeys("x", "y");
  }

  @Test
  void aMistakeThatALaterFileMendsIsNone() {
    assertThat(
            loading
                .load("{'AgentsServer': 'http://a', 'HTTPPort': 'x'}", "{'HTTPPort': 2}")
                .config()
                .http()
                .port())
        .isEqualTo(2);
  }

  @Test
  void listsEveryMistakeUnderItsFile() {
    assertThatThrownBy(
            () ->
                loading.load(
                    "{'AgentServer': 'http://a', 'HTTPPort': 70000}",
                    "{'UseSSL': 'yes', 'Plugins': {'Enable': []}, 'StatusEndpoint': 'status'}"))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .containsExactly(
                        "The configuration can't be used:",
                        folder.resolve("0.json") + ":",
                        "  * HTTPPort is 70000, but must be number from 0 to 65535",
                        "  * unknown key AgentServer; did you mean AgentsServer?",
                        folder.resolve("1.json") + ":",
                        "  * AgentsServer is not set: Where orchestrator listens for agents, such"
                            + " as http://orchestrator:3001; several with commas between them",
                        "  * UseSSL is \"yes\", but must be true or false",
                        "  * unknown key Plugins.Enable; did you mean Plugins.Enabled?",
                        "  * StatusEndpoint has \"status\", but must have a path, such as"
                            + " /api/status"));
  }

  @Test
  void doesNotShowAPassword() {
    assertThat(loading.mistakesWith("'HTTPAuthUser': 'u', 'HTTPAuthPassword': 4711"))
        .contains("HTTPAuthPassword is ***, but must be text")
        .noneMatch(line -> line.contains("4711"));
    assertThat(
            loading.with("'HTTPAuthUser': 'u', 'HTTPAuthPassword': 'hunter2'").config().toString())
        .doesNotContain("hunter2");
  }

  @Test
  void warnsOfWhatOrchestratorCannotLiveWith() {
    assertThat(loading.with("'HTTPAuthUser': 'u', 'HTTPAuthPassword': 'p'").warnings())
        .singleElement()
        .asString()
        .startsWith("HTTPAuthUser is set");
  }

  @Test
  void warnsOfRetiredKeys() {
    assertThat(
            loading
                .with("'SeedTransferPort': 21234, 'MountLVCommand': 'mount', 'GetMountCommand': ''")
                .warnings())
        .containsExactly(
            "MountLVCommand is no longer used: snapshot plugins do that by themselves",
            "SeedTransferPort is no longer used: set SeedPort instead");
  }

  @Test
  void everyKeyIsDeclaredOnceAndDescribed() {
    assertThat(ConfigKeys.all())
        .extracting(Setting::name)
        .doesNotHaveDuplicates()
        .contains("AgentsServer", "SnapshotVolumesFilter", "Plugins.Settings");
    assertThat(ConfigKeys.all())
        .allSatisfy(key -> assertThat(key.description()).isNotBlank().doesNotEndWith("."));
  }
}
