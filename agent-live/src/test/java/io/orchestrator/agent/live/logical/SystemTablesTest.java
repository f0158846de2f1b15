package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemTablesTest {
  private static ServerVersion version(String text) {
    return ServerVersion.parse(text, "");
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB,10.11.2-MariaDB",
    "10.6.1-MariaDB,10.11.2-MariaDB",
    "10.3.1-MariaDB,10.3.39-MariaDB",
    "8.0.35,8.4.2"
  })
  void letsDataIntoTheSameSeriesOrALaterOne(String source, String target) {
    assertThatCode(() -> SystemTables.requireLoadable(version(source), version(target)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB,10.6.2-MariaDB,older",
    "10.3.1-MariaDB,10.11.2-MariaDB,accounts",
    "5.7.44,8.0.35,accounts",
    "8.0.35,10.11.2-MariaDB,different servers"
  })
  void refusesATargetThatCanNotTakeIt(String source, String target, String why) {
    assertThatThrownBy(() -> SystemTables.requireLoadable(version(source), version(target)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining(why);
  }

  @Test
  void neverTakesIdentityOrReplicationAlong() {
    assertThat(SystemTables.of(version("8.0.35")))
        .contains("user", "role_edges")
        .noneMatch(table -> table.startsWith("slave_") || table.startsWith("gtid_"));
    assertThat(SystemTables.of(version("10.11.6-MariaDB")))
        .contains("global_priv", "roles_mapping")
        .doesNotContain("gtid_slave_pos", "user");
  }
}
