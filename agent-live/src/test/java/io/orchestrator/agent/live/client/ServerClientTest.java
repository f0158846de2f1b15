package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerClientTest {
  private static final String CLIENT = "/usr/bin/mariadb";

  private final ScriptedCommands commands = new ScriptedCommands();
  private final ServerClient client =
      new ServerClient(
          commands,
          new Credentials(
              Settings.none(),
              FakeMySqlFacts.of(Path.of("/data")).withSocket(Path.of("/run/sock"))));

  @Test
  void asksByTheSocketWhatTheServerIs() throws Exception {
    commands.prints("10.11.6-MariaDB-log\tDebian 12\t/data/\t3307\t1\n", CLIENT);
    ServerIdentity identity = client.identity();
    assertThat(identity.version()).hasToString("MariaDB 10.11.6");
    assertThat(identity.port()).isEqualTo(3307);
    assertThat(identity.writesBinaryLog()).isTrue();
    assertThat(commands.lines().get(0)).startsWith(CLIENT + " --socket=/run/sock ");
  }

  @Test
  void takesTheOtherClientWhereThereIsNoMariaDb() throws Exception {
    commands.without("mariadb").prints("8.0.35\tMySQL\t/data/\t3306\t0\n", "/usr/bin/mysql");
    assertThat(client.identity().writesBinaryLog()).isFalse();
  }

  @Test
  void saysThatThereIsNoClient() {
    commands.without("mariadb", "mysql");
    assertThatThrownBy(client::identity)
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING);
  }

  @Test
  void saysWhereToNameAnAccountThatTheServerLetsIn() {
    commands.fails(1, "ERROR 1698 (28000): Access denied for user 'x'@'localhost'\n", CLIENT);
    assertThatThrownBy(client::identity)
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED)
        .hasMessageContaining("DefaultsExtraFile");
  }

  @Test
  void saysThatTheServerDoesNotAnswer() {
    commands.fails(1, "ERROR 2002 (HY000): Can't connect to local server\n", CLIENT);
    assertThatThrownBy(client::identity)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("ERROR 2002");
  }

  @Test
  void readsValuesWithTabsAndLineEnds() throws Exception {
    commands.prints("a\\tb\tc\\nd\te\\\\n\n", CLIENT);
    assertThat(client.rows("SELECT 1")).containsExactly(List.of("a\tb", "c\nd", "e\\n"));
  }

  @Test
  void waitsAsLongAsItIsTold() throws Exception {
    commands.prints("1\n", CLIENT);
    assertThat(client.within(Duration.ofMinutes(2)).rows("SELECT 1")).hasSize(1);
    assertThat(commands.ran().get(0).limit()).contains(Duration.ofMinutes(2));
  }

  @Test
  void refusesAServerWithOtherData() throws Exception {
    commands.prints("8.0.35\tMySQL\t/elsewhere/\t3306\t0\n", CLIENT);
    ServerIdentity identity = client.identity();
    assertThatThrownBy(() -> identity.requireDatadir(Path.of("/data")))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("/elsewhere");
    identity.requireDatadir(Path.of("/elsewhere"));
  }
}
