package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.live.LiveHosts;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be seeded is refused by the check, before orchestrator empties the target. */
@Tag("methods")
@RequiresTool({
  "mariadbd",
  "mariadb-install-db",
  "mariadb",
  "mariadb-dump",
  "my_print_defaults",
  "mydumper",
  "myloader"
})
class MydumperRefusalsIT {
  @TempDir Path folder;
  private LiveHosts hosts;

  @BeforeEach
  void startTheSource() throws Exception {
    hosts = new LiveHosts(folder, MydumperSeed::new);
    Path spools = Files.createDirectory(folder.resolve("spools"));
    hosts.atSource(context -> context.with("SpoolDirectory", spools.toString()));
    hosts.source().sql("CREATE DATABASE shop; CREATE TABLE shop.t (a INT)");
  }

  @AfterEach
  void end() {
    hosts.close();
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  private void requireRefused(String said) throws Exception {
    CheckResult check = hosts.sourceTransport().check();
    assertThat(check.reason()).contains(said);
    assertThat(check.usable()).isFalse();
    CompletableFuture<TransferResult> received = hosts.receive();
    CompletableFuture<TransferResult> sent = hosts.send();
    assertThatThrownBy(() -> LiveHosts.result(sent)).hasMessageContaining(said);
    assertThatThrownBy(() -> LiveHosts.result(received)).hasMessageContaining(said);
    assertThat(hosts.datadir()).isEmptyDirectory();
  }

  @Test
  void refusesAServerInWhoseModeValuesWouldChange() throws Exception {
    hosts.source().sql("SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    requireRefused("NO_BACKSLASH_ESCAPES");
  }
}
