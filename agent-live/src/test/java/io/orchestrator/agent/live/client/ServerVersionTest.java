package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {
  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB-0+deb12u1, Debian 12, MariaDB 10.11.6",
    "5.5.5-10.4.32-MariaDB-log, mariadb.org binary distribution, MariaDB 10.4.32",
    "11.4.2, MariaDB Server, MariaDB 11.4.2",
    "8.0.35, MySQL Community Server - GPL, MySQL 8.0.35",
    "8.0.35-27, 'Percona Server (GPL), Release 27, Revision 2f8eeab2', Percona Server 8.0.35",
    "5.7.44-log, MySQL Community Server (GPL), MySQL 5.7.44"
  })
  void knowsWhoseServerItIs(String version, String comment, String known) {
    assertThat(ServerVersion.parse(version, comment)).hasToString(known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ten", "8.0", "8.0.99999", "-8.0.1"})
  void refusesWhatIsNoVersion(String text) {
    assertThatThrownBy(() -> ServerVersion.parse(text, ""))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED);
  }

  @Test
  void comparesByTheNumbers() {
    ServerVersion version = ServerVersion.parse("8.0.23", "");
    assertThat(version.isAtLeast(8, 0, 23)).isTrue();
    assertThat(version.isAtLeast(8, 0, 3)).isTrue();
    assertThat(version.isAtLeast(5, 7, 44)).isTrue();
    assertThat(version.isAtLeast(8, 0, 24)).isFalse();
    assertThat(version.isAtLeast(8, 4, 0)).isFalse();
  }

  @Test
  void takesPerconaServerForAMySqlInReplication() {
    assertThat(ServerVersion.parse("8.0.35-27", "Percona Server").flavor()).isEqualTo(Flavor.MYSQL);
    assertThat(ServerVersion.parse("11.4.2-MariaDB", "").flavor()).isEqualTo(Flavor.MARIADB);
  }
}
