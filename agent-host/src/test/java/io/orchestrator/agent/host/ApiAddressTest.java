package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAddressTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', http://127.0.0.1:3002",
    "0.0.0.0, http://127.0.0.1:3002",
    "10.0.0.7, http://10.0.0.7:3002",
    "db1.example.com, http://db1.example.com:3002",
    "::, http://[::1]:3002",
    "[::], http://[::1]:3002",
    "fd00::7, http://[fd00::7]:3002",
    "[fd00::7], http://[fd00::7]:3002"
  })
  void tellsWhereTheApiCanBeReachedOnThisHost(String listen, String expected) throws IOException {
    AgentConfig config = Configs.in(folder, "'HTTPListenAddress': '" + listen + "'");
    StateFiles.createDirectories(config.stateDirectory());

    ApiAddress.write(config, 3002);

    assertThat(ApiAddress.read(config)).hasToString(expected);
  }

  @Test
  void saysWhatToDoWhenNoAgentHasRun() {
    assertThatThrownBy(() -> ApiAddress.read(Configs.in(folder, "")))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(folder.resolve("state/address").toString())
        .hasMessageContaining("is the agent running");
  }
}
