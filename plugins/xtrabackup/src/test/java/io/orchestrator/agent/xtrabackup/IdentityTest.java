package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  @TempDir Path datadir;

  @Test
  void forgetsWhoTheSourceWasAndWhereItStood() throws Exception {
    List<String> gone =
        List.of(
            "auto.cnf",
            "master.info",
            "master-one.info",
            "relay-log.info",
            "relay-log-one.info",
            "multi-master.info",
            "db1-relay-bin.000003",
            "db1-relay-bin.index",
            "db1-relay-bin-one.000003");
    List<String> stays =
        List.of(
            "ibdata1", "xtrabackup_info", "db1-bin.000001", "backup-my.cnf", "aria_log.00000001");
    for (String name : gone) {
      Files.createFile(datadir.resolve(name));
    }
    for (String name : stays) {
      Files.createFile(datadir.resolve(name));
    }
    Files.createDirectory(datadir.resolve("my-relay-bin.000001"));
    new Identity(datadir).forget();
    assertThat(datadir.toFile().list())
        .contains(stays.toArray(String[]::new))
        .contains("my-relay-bin.000001")
        .hasSize(stays.size() + 1);
  }
}
