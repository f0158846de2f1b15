package io.orchestrator.agent.live.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
  @Test
  void readsThoseOfARoleToo() {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT `r` TO `b`@`localhost`",
                "GRANT PROCESS, LOCK TABLES ON *.* TO `b`@`localhost` IDENTIFIED BY PASSWORD '*D8'",
                "GRANT RELOAD ON *.* TO `r`",
                "SET DEFAULT ROLE `r` FOR `b`@`localhost`"));
    assertThat(grants.has("RELOAD")).isTrue();
    assertThat(grants.has("LOCK TABLES")).isTrue();
    assertThat(grants.has("BINLOG MONITOR", "PROCESS")).isTrue();
    assertThat(grants.has("BINLOG MONITOR", "REPLICATION CLIENT")).isFalse();
  }

  @Test
  void knowsThatAllIsEverything() {
    Grants grants = Grants.of(List.of("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`"));
    assertThat(grants.has("BACKUP_ADMIN")).isTrue();
    assertThat(grants.hasOn("performance_schema", "log_status", "SELECT")).isTrue();
  }

  @Test
  void findsWhatIsGrantedOnATableOrSchema() {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT USAGE ON *.* TO `b`@`%`",
                "GRANT SELECT ON `performance_schema`.`log_status` TO `b`@`%`",
                "GRANT ALL PRIVILEGES ON `sales`.* TO `b`@`%`"));
    assertThat(grants.hasOn("performance_schema", "log_status", "SELECT")).isTrue();
    assertThat(grants.hasOn("performance_schema", "threads", "SELECT")).isFalse();
    assertThat(grants.hasOn("sales", "orders", "SELECT")).isTrue();
    assertThat(grants.has("SELECT")).isFalse();
  }
}
