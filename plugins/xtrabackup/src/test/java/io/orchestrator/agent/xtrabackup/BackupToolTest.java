package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import org.junit.jupiter.api.Test;

/** The words of xtrabackup are from its documentation, those of mariadb-backup recorded. */
class BackupToolTest {
  private final ScriptedCommands commands =
      new ScriptedCommands()
          .answers(
              ToolWords.onStderr(
                  "mariabackup based on MariaDB server 10.11.19-MariaDB debian-linux-gnu (x86_64)"),
              "/usr/bin/mariabackup")
          .answers(
              ToolWords.onStderr(
                  "/usr/bin/mariadb-backup based on MariaDB server 10.11.19-MariaDB"
                      + " debian-linux-gnu (x86_64)"),
              "/usr/bin/mariadb-backup")
          .answers(
              ToolWords.onStderr(
                  "2024-01-08T09:12:11.102030-00:00 0 [Note] [MY-011825] [Xtrabackup] recognized"
                      + " server arguments: --innodb_buffer_pool_size=1G",
                  "xtrabackup version 8.0.35-30 based on MySQL server 8.0.35 Linux (x86_64)"
                      + " (revision id: 6beb4b49)"),
              "/usr/bin/xtrabackup");

  @Test
  void findsMariaDbsToolByItsNewName() throws Exception {
    assertThat(BackupTool.find(commands, ToolKind.MARIADB)).hasToString("mariadb-backup 10.11.19");
  }

  @Test
  void findsMariaDbsToolByItsOldName() throws Exception {
    commands.without("mariadb-backup");
    assertThat(BackupTool.find(commands, ToolKind.MARIADB)).hasToString("mariabackup 10.11.19");
  }

  @Test
  void findsPerconasTool() throws Exception {
    assertThat(BackupTool.find(commands, ToolKind.PERCONA)).hasToString("xtrabackup 8.0.35");
  }

  @Test
  void saysWhatToInstall() {
    commands.without("mariadb-backup", "mariabackup");
    assertThatThrownBy(() -> BackupTool.find(commands, ToolKind.MARIADB))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING)
        .hasMessageContaining("install the package mariadb-backup");
  }

  @Test
  void needsWhatUnpacksToo() {
    commands.without("xbstream");
    assertThatThrownBy(() -> BackupTool.find(commands, ToolKind.PERCONA))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING)
        .hasMessageStartingWith("xbstream is not installed");
  }

  @Test
  void refusesAServerOfAnotherSeries() throws Exception {
    BackupTool tool = BackupTool.find(commands, ToolKind.PERCONA);
    assertThatThrownBy(() -> tool.requireFits(ServerVersion.parse("8.4.2", "MySQL")))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessage(
            "xtrabackup 8.0.35 does not fit the data of MySQL 8.4.2: install the xtrabackup of"
                + " series 8.4");
  }

  @Test
  void refusesAToolThatDoesNotSayWhatItIs() {
    commands.answers(ToolWords.onStderr("usage"), "/usr/bin/xtrabackup");
    assertThatThrownBy(() -> BackupTool.find(commands, ToolKind.PERCONA))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED);
  }
}
