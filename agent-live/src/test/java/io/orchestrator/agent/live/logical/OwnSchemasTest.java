package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.live.client.ServerVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnSchemasTest {
  private static OwnSchemas of(String version) {
    return OwnSchemas.of(ServerVersion.parse(version, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "10.5.9-MariaDB, false",
    "10.6.0-MariaDB, true",
    "11.4.2-MariaDB, true",
    "5.6.51, false",
    "5.7.1, true",
    "8.0.35, true"
  })
  void haveSysWhereItComesWithTheServer(String version, boolean sys) {
    assertThat(of(version).has("sys")).isEqualTo(sys);
    assertThat(of(version).has("mysql")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYS", "MySQL", "shop"})
  void areNotWhatIsWrittenInAnotherWay(String name) {
    assertThat(of("10.11.6-MariaDB").has(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MySQL", "Performance_Schema"})
  void areWhatDumpProgramsTakeOthersFor(String name) {
    assertThatThrownBy(() -> OwnSchemas.requireOther(name))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void areComparedByTheServerWithRegardToCase() {
    assertThat(of("5.6.51").areNot("c"))
        .isEqualTo(
            "CAST(c AS BINARY) NOT IN ('mysql', 'information_schema', 'performance_schema')");
  }
}
