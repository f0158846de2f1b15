package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.live.client.ServerVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolKindTest {
  @ParameterizedTest
  @CsvSource({
    // the tool is based on, the server is, do they fit
    "10.11.6-MariaDB, 10.11.6-MariaDB, true",
    "10.11.6-MariaDB, 10.11.19-MariaDB, true",
    "10.11.6-MariaDB, 11.4.2-MariaDB, false",
    "11.4.2-MariaDB, 10.11.6-MariaDB, false",
    "5.7.44, 10.11.6-MariaDB, false",
    "8.0.35, 8.0.33, true",
    "8.0.33, 8.0.35, false",
    "8.0.35, 8.0.42, true",
    "8.0.35, 8.4.0, false",
    "8.4.0, 8.0.35, false",
    "8.4.0, 8.4.3, true",
    "5.7.44, 5.7.30, true",
    "5.7.44, 5.6.51, true",
    "5.7.44, 8.0.35, false"
  })
  void takesATool(String basedOn, String server, boolean fits) {
    ServerVersion version = ServerVersion.parse(server, "");
    assertThat(ToolKind.of(version).fits(ServerVersion.parse(basedOn, ""), version))
        .isEqualTo(fits);
  }
}
