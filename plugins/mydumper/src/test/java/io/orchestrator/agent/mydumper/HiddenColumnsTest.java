package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class HiddenColumnsTest {
  private static final OwnSchemas OWN = new OwnSchemas(List.of("mysql"));
  private final ScriptedCommands commands = new ScriptedCommands();
  private final ServerClient client =
      new ServerClient(
          commands, new Credentials(Settings.none(), FakeMySqlFacts.of(Path.of("/data"))));

  @Test
  void refusesDefaultsOfMySql8ThatAreExpressions() {
    commands.prints("shop\torders\tmade\tDEFAULT_GENERATED\n", "/usr/bin/mariadb");
    assertThatThrownBy(() -> HiddenColumns.requireNone(client, OWN))
        .isInstanceOfSatisfying(
            AgentException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessageContaining("\"shop.orders.made\"")
        .hasMessageContaining("DEFAULT_GENERATED");
    assertThat(commands.lines()).singleElement().asString().contains("'%DEFAULT_GENERATED%'");
  }

  @Test
  void findsNothingWrongWithOthers() throws Exception {
    commands.prints("", "/usr/bin/mariadb");
    HiddenColumns.requireNone(client, OWN);
    assertThat(commands.lines()).hasSize(1);
  }
}
