package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedTablesTest {
  private final ScriptedCommands commands = new ScriptedCommands();

  private static ServerVersion version(String text) {
    return ServerVersion.parse(text, "");
  }

  private void answers(String view, String answer) {
    commands.answers(
        view,
        (Command asked) ->
            String.join(" ", asked.arguments()).contains("information_schema." + view),
        asked -> new CommandResult(0, answer, "", Duration.ofMillis(1)));
  }

  private VersionedTables ask(String server, String program) throws InterruptedException {
    ServerClient client =
        new ServerClient(
            commands, new Credentials(Settings.none(), FakeMySqlFacts.of(Path.of("/data"))));
    return VersionedTables.ask(
        client, version(server), new DumpProgram(Path.of("/usr/bin/dump"), version(program)));
  }

  private static void load(VersionedTables tables, String source, String target) {
    Fields header = tables.in(Fields.none());
    VersionedTables.requireLoadable(header, version(source), version(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.2.44-MariaDB", "8.0.35"})
  void asksNoServerThatKnowsNone(String server) throws Exception {
    VersionedTables none = ask(server, server);
    assertThat(commands.lines()).isEmpty();
    assertThatCode(() -> load(none, "10.11.6-MariaDB", "11.8.2-MariaDB"))
        .doesNotThrowAnyException();
  }

  @Test
  void letsEveryDumpPassWhereThereAreNone() throws Exception {
    answers("TABLES", "");
    VersionedTables none = ask("10.6.1-MariaDB", "10.6.1-MariaDB");
    assertThatCode(() -> load(none, "10.6.1-MariaDB", "11.8.2-MariaDB")).doesNotThrowAnyException();
  }

  @Test
  void refusesAProgramThatLeavesTheHistoryBehind() {
    answers("TABLES", "shop\tprices\n");
    assertThatThrownBy(() -> ask("10.6.1-MariaDB", "10.10.7-MariaDB"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("shop.prices")
        .hasMessageContaining("MariaDB 10.10.7");
  }

  @Test
  void refusesAHistoryOfTransactions() {
    answers("TABLES", "shop\tprices\n");
    answers("COLUMNS", "shop\torders\n");
    assertThatThrownBy(() -> ask("10.11.6-MariaDB", "10.11.6-MariaDB"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("shop.orders");
  }

  @ParameterizedTest
  @CsvSource({
    "10.11.6-MariaDB,11.4.2-MariaDB,true",
    "10.11.6-MariaDB,11.5.1-MariaDB,false",
    "11.4.2-MariaDB,12.0.1-MariaDB,false",
    "11.5.1-MariaDB,11.8.2-MariaDB,true"
  })
  void knowsWhoTakesCurrentRowsForCurrent(String source, String target, boolean loadable)
      throws Exception {
    answers("TABLES", "shop\tprices\n");
    answers("COLUMNS", "");
    VersionedTables some = ask(source, source);
    if (loadable) {
      assertThatCode(() -> load(some, source, target)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> load(some, source, target))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
          .hasMessageContaining("11.5");
    }
  }
}
