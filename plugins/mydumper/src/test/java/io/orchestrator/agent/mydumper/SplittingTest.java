package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.OwnSchemas;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplittingTest {
  private static final OwnSchemas OWN = new OwnSchemas(List.of("mysql"));
  private final ScriptedCommands commands = new ScriptedCommands();
  private final ServerClient client =
      new ServerClient(
          commands, new Credentials(Settings.none(), FakeMySqlFacts.of(Path.of("/data"))));

  @Test
  void looksAtTheKeysOfLargeTablesOnly() throws Exception {
    commands.prints("", "/usr/bin/mariadb");
    assertThat(Splitting.isSafe(client, OWN, 5000)).isTrue();
    assertThat(commands.lines()).singleElement().asString().contains("TABLE_ROWS >= 500 ");
  }

  @Test
  void doesNotTrustMoreKeysThanItCanLookAt() throws Exception {
    commands.prints("shop\tt\tid\n".repeat(3501), "/usr/bin/mariadb");
    assertThat(Splitting.isSafe(client, OWN, 5000)).isFalse();
    assertThat(commands.lines()).singleElement().asString().endsWith(" LIMIT 3501");
  }

  @Test
  void doesNotTrustKeysThatItCouldNotLookAtInTime() throws Exception {
    commands.answers(
        "slow",
        command -> true,
        command -> {
          throw new AgentException(ErrorCode.TIMED_OUT, "mariadb did not end");
        });
    assertThat(Splitting.isSafe(client, OWN, 5000)).isFalse();
  }
}
