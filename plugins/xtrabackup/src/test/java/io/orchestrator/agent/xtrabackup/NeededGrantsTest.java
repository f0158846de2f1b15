package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.Grants;
import io.orchestrator.agent.live.client.ServerIdentity;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeededGrantsTest {
  private static ServerIdentity server(String version, boolean binaryLog) {
    return new ServerIdentity(ServerVersion.parse(version, ""), Path.of("/data"), 3306, binaryLog);
  }

  private static List<String> missing(ServerIdentity server, String... grants) {
    return NeededGrants.missing(server, Grants.of(List.of(grants)));
  }

  @Test
  void namesWhatMariaDbsToolLacks() {
    assertThat(missing(server("10.11.6-MariaDB", true), "GRANT PROCESS ON *.* TO `b`@`%`"))
        .containsExactly("RELOAD", "BINLOG MONITOR");
    assertThat(missing(server("10.11.6-MariaDB", false), "GRANT RELOAD, PROCESS ON *.* TO `b`@`%`"))
        .isEmpty();
  }

  @Test
  void namesWhatXtrabackupLacksForMySql8() {
    assertThat(
            missing(
                server("8.0.35", true),
                "GRANT RELOAD, PROCESS, LOCK TABLES, REPLICATION CLIENT ON *.* TO `b`@`%`",
                "GRANT SELECT ON `performance_schema`.`log_status` TO `b`@`%`"))
        .containsExactly(
            "BACKUP_ADMIN",
            "SELECT ON performance_schema.keyring_component_status",
            "SELECT ON performance_schema.replication_group_members");
  }

  @Test
  void needsNoBackupAdminForMySql57() {
    assertThat(
            missing(
                server("5.7.44", true),
                "GRANT RELOAD, PROCESS, LOCK TABLES, REPLICATION CLIENT ON *.* TO 'b'@'%'"))
        .isEmpty();
  }

  @Test
  void saysWhatToGrant() {
    assertThatThrownBy(
            () -> NeededGrants.require(server("10.11.6-MariaDB", true), Grants.of(List.of())))
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED)
        .hasMessageContaining("RELOAD, PROCESS, BINLOG MONITOR");
  }
}
