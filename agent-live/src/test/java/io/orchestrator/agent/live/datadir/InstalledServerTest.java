package io.orchestrator.agent.live.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledServerTest {
  private static final String MARIADB =
      "mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)\n";
  private static final String PERCONA =
      "mysqld  Ver 8.0.35-27 for Linux on x86_64 (Percona Server (GPL), Release 27)\n";

  private final ScriptedCommands commands =
      new ScriptedCommands()
          .prints(MARIADB, "/usr/bin/mariadbd")
          .prints(PERCONA, "/usr/bin/mysqld");

  @Test
  void readsWhatTheServersSay() throws Exception {
    assertThat(InstalledServer.version(commands).orElseThrow()).hasToString("MariaDB 10.11.19");
    commands.without("mariadbd");
    assertThat(InstalledServer.version(commands).orElseThrow())
        .hasToString("Percona Server 8.0.35");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.11.19-MariaDB", "10.11.25-MariaDB", "10.6.1-MariaDB"})
  void startsOnFilesOfItsSeriesOrAnEarlierOne(String source) throws Exception {
    InstalledServer.requireStarts(commands, ServerVersion.parse(source, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.4.2-MariaDB", "8.0.35", "5.7.44"})
  void refusesFilesThatItCantBeStartedOn(String source) {
    assertThatThrownBy(
            () -> InstalledServer.requireStarts(commands, ServerVersion.parse(source, "")))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("The target has MariaDB 10.11.19");
  }

  @Test
  void letsPassWhereNoServerIsFound() throws Exception {
    commands.without("mariadbd", "mysqld");
    InstalledServer.requireStarts(commands, ServerVersion.parse("8.4.0", ""));
  }
}
