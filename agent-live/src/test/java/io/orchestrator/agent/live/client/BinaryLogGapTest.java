package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryLogGapTest {
  private static final String DENIED =
      "ERROR 1227 (42000): Access denied; you need SLAVE MONITOR\n";

  private static final String LOGGED = "SHOW GLOBAL VARIABLES WHERE";
  private static final String CLUSTER = "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'";

  private final ScriptedCommands commands = new ScriptedCommands();

  @BeforeEach
  void isNoNodeOfACluster() {
    answers(CLUSTER, 0, "", "");
  }

  private Optional<String> ask(String version, boolean log) throws InterruptedException {
    ServerClient client =
        new ServerClient(
            commands, new Credentials(Settings.none(), FakeMySqlFacts.of(Path.of("/data"))));
    return BinaryLogGap.ask(
        client, new ServerIdentity(ServerVersion.parse(version, ""), Path.of("/data"), 3306, log));
  }

  private void answers(String question, int exitCode, String stdout, String stderr) {
    commands.answers(
        question,
        asked -> String.join(" ", asked.arguments()).contains("--execute=" + question),
        asked -> new CommandResult(exitCode, stdout, stderr, Duration.ofMillis(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB,SHOW ALL SLAVES STATUS",
    "8.4.2,SHOW REPLICA STATUS",
    "5.7.44,SHOW SLAVE STATUS"
  })
  void isWhatAReplicaDoesNotLog(String version, String question) throws Exception {
    answers(LOGGED, 0, "log_slave_updates\tOFF\n", "");
    answers(question, 0, "x\ty\n", "");
    assertThat(ask(version, true).orElseThrow()).contains("log_slave_updates=OFF");
    answers(question, 0, "", "");
    assertThat(ask(version, true)).isEmpty();
  }

  @Test
  void isNotWhereThatIsLoggedAndWhereNothingIs() throws Exception {
    assertThat(ask("10.11.6-MariaDB", false)).isEmpty();
    answers(LOGGED, 0, "log_replica_updates\tON\nlog_slave_updates\tON\n", "");
    assertThat(ask("8.4.2", true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10.11.6-MariaDB,SHOW ALL SLAVES STATUS", "8.0.35,SHOW REPLICA STATUS"})
  void isWhatTheOtherNodesOfAClusterWrite(String version, String question) throws Exception {
    answers(LOGGED, 0, "log_slave_updates\tOFF\n", "");
    answers(question, 0, "", "");
    answers(CLUSTER, 0, "wsrep_on\tON\n", "");
    assertThat(ask(version, true).orElseThrow()).contains("Galera", "log_slave_updates=OFF");
    answers(CLUSTER, 0, "wsrep_on\tOFF\n", "");
    assertThat(ask(version, true)).isEmpty();
  }

  @Test
  void isFeltWhereTheAccountMayNotSeeIt() throws Exception {
    answers(LOGGED, 0, "log_slave_updates\tOFF\n", "");
    answers("SHOW ALL SLAVES STATUS", 1, "", DENIED);
    answers("SELECT @@GLOBAL.gtid_slave_pos", 0, "1\n", "");
    assertThat(ask("10.11.6-MariaDB", true)).isEmpty();
    answers("SELECT @@GLOBAL.gtid_slave_pos", 0, "0\n", "");
    assertThat(ask("10.11.6-MariaDB", true).orElseThrow()).contains("grant it SLAVE MONITOR");
  }

  @Test
  void isNotGuessedOfMySql() {
    answers(LOGGED, 0, "log_slave_updates\tOFF\n", "");
    answers("SHOW REPLICA STATUS", 1, "", DENIED);
    assertThatThrownBy(() -> ask("8.0.35", true))
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED);
  }
}
