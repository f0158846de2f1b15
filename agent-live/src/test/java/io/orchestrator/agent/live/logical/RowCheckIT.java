package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.server.ClientFeed;
import io.orchestrator.agent.live.server.NewDatadir;
import io.orchestrator.agent.live.server.PrivateServer;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("methods")
@RequiresTool({"mariadbd", "mariadb-install-db", "mariadb", "my_print_defaults"})
class RowCheckIT {
  private static final int TABLES = 1001;

  @TempDir Path folder;

  @Test
  void asksForManyTablesInParts() throws Exception {
    Path datadir = Files.createDirectory(folder.resolve("data"));
    Path asked = folder.resolve("asked");
    Files.createDirectories(asked);
    try (FakeTransfer transfer = new FakeTransfer()) {
      OtherPrograms programs =
          OtherPrograms.of(transfer.commands())
              .withScript(folder, "mariadb", "tee \"%s/$$\" | $real \"$@\"".formatted(asked));
      NewDatadir target = NewDatadir.in(programs, FakeMySqlFacts.of(datadir), datadir);
      try (PrivateServer server = target.serve(Optional.of(32L << 20))) {
        Map<String, Long> sent = fill(server);
        assertThat(new RowCheck(server).require(sent)).isEqualTo(TABLES);
        sent.put("`shop`.`t" + TABLES + "`", 7L);
        assertThatThrownBy(() -> new RowCheck(server).require(sent))
            .isInstanceOfSatisfying(
                AgentException.class,
                wrong -> assertThat(wrong.code()).isEqualTo(ErrorCode.CORRUPT_DATA))
            .hasMessageContaining("7 rows of `shop`.`t" + TABLES + "`, but the new table has 1");
      }
    }
    try (DirectoryStream<Path> questions = Files.newDirectoryStream(asked)) {
      for (Path one : questions) {
        assertThat(Files.readAllLines(one).stream().filter(it -> it.contains("COUNT(*)")))
            .hasSizeLessThanOrEqualTo(1000);
      }
    }
  }

  private static Map<String, Long> fill(PrivateServer server) throws InterruptedException {
    Map<String, Long> sent = new LinkedHashMap<>();
    try (ClientFeed feed = server.feed("a test", line -> {})) {
      feed.write("CREATE DATABASE shop; USE shop;\n");
      for (int i = 1; i <= TABLES; i++) {
        feed.write("CREATE TABLE t%d ENGINE=MEMORY AS SELECT 1 AS a;\n".formatted(i));
        sent.put("`shop`.`t" + i + "`", 1L);
      }
      feed.finish();
    }
    return sent;
  }
}
