package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A configuration as hosts with the Go agent have it. */
class GoAgentSampleTest {
  @Test
  void loads() throws URISyntaxException {
    Path sample = Path.of(getClass().getResource("go-agent.conf.json").toURI());
    LoadedConfig loaded =
        new AgentConfigLoader(Loading.OWN_PLUGINS, "db1").load(ConfigFiles.only(sample));

    assertThat(loaded.warnings()).hasSize(7).allMatch(line -> line.contains("no longer used"));
    AgentConfig config = loaded.config();
    assertThat(config.orchestrator().servers())
        .containsExactly(URI.create("http://orchestrator.example.com:3001"));
    assertThat(config.http().basicAuth()).isEmpty();
    assertThat(config.http().tokenHeader()).isEmpty();
    assertThat(config.http().tls().privateKey()).isEmpty();
    assertThat(config.snapshots().mountPoint()).contains(Path.of("/var/tmp/mysql-mount"));
    assertThat(config.seed().transport()).isEqualTo("commands");
    assertThat(config.plugins().serviceManager()).contains("commands");
    assertThat(config.plugins().goAgentKeys().keys()).hasSize(9);
    assertThat(config.customCommands()).containsEntry("true", "/bin/true");
  }
}
