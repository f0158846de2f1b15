package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.SnapshotLocator.Scope;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LvmSnapshotLocatorTest {
  private final ScriptedCommands commands = new ScriptedCommands();
  @TempDir Path folder;

  @Test
  void namesWhatTheCommandOfTheScopePrints() throws Exception {
    commands
        .prints("db1\ndb2.example.com\n", "bash", "-c", "local-hosts")
        .prints("db1\ndb2.example.com\ndb3_x\n2001:db8::1\n", "bash", "-c", "all-hosts");
    assertThat(locator().hosts(Scope.LOCAL)).containsExactly("db1", "db2.example.com");
    assertThat(locator().hosts(Scope.ALL))
        .containsExactly("db1", "db2.example.com", "db3_x", "2001:db8::1");
  }

  @Test
  void dropsBlankLinesAndRepetitions() throws Exception {
    commands.prints("\n db1 \n\ndb1\r\n  \ndb2", "bash");
    assertThat(locator().hosts(Scope.ALL)).containsExactly("db1", "db2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db1 db2", "db1;id", "../x", "-oProxy", "db1,db2", "dб1", "db\u00071"})
  void refusesALineThatIsNoHostName(String line) {
    commands.prints("db0\n" + line + "\n", "bash");
    assertThatThrownBy(() -> locator().hosts(Scope.ALL))
        .hasMessageContaining("AvailableSnapshotHostsCommand")
        .hasMessageContaining(line.replace('\u0007', '?'))
        .extracting("code")
        .isEqualTo(ErrorCode.COMMAND_FAILED);
  }

  @Test
  void namesNobodyWithoutACommand() throws Exception {
    LvmSnapshotLocator locator =
        new LvmSnapshotLocator(FakeAgentContext.in(folder).withCommands(commands));
    assertThat(locator.hosts(Scope.LOCAL)).isEmpty();
    assertThat(locator.hosts(Scope.ALL)).isEmpty();
    assertThat(locator.check().usable()).isTrue();
    assertThat(locator.check().reason()).contains("AvailableSnapshotHostsCommand");
  }

  @Test
  void doesNotTakeAFailedCommandForNoHosts() {
    commands.fails(1, "timeout", "bash");
    assertThatThrownBy(() -> locator().hosts(Scope.ALL))
        .extracting("code")
        .isEqualTo(ErrorCode.COMMAND_FAILED);
  }

  private LvmSnapshotLocator locator() {
    return new LvmSnapshotLocator(
        FakeAgentContext.in(folder)
            .withCommands(commands)
            .with("AvailableLocalSnapshotHostsCommand", "local-hosts")
            .with("AvailableSnapshotHostsCommand", "all-hosts"));
  }
}
