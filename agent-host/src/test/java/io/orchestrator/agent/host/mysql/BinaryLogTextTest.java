package io.orchestrator.agent.host.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLogTextTest {
  private final ScriptedCommands commands =
      new ScriptedCommands().prints("BEGIN;\n", "mysqlbinlog");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path folder;

  @Test
  void printsAllLogsWithTheirPositions() throws Exception {
    new BinaryLogText(commands).write(List.of(Path.of("/b.1"), Path.of("/b.2")), 5, 7, out);

    assertThat(out.toString(UTF_8)).isEqualTo("BEGIN;\n");
    assertThat(commands.lines())
        .containsExactly(
            "mysqlbinlog --no-defaults --start-position=5 --stop-position=7 /b.1 /b.2");
  }

  @Test
  void printsWithoutPositionsFromBeginningToEnd() throws Exception {
    new BinaryLogText(commands).write(List.of(Path.of("/b.1")), 0, 0, out);

    assertThat(commands.lines()).containsExactly("mysqlbinlog --no-defaults /b.1");
  }

  @Test
  void takesTheProgramOfMariaDbWhereThereIsNoOther() throws Exception {
    commands.without("mysqlbinlog").prints("COMMIT;\n", "mariadb-binlog", "--no-defaults");

    new BinaryLogText(commands).write(List.of(Path.of("/b.1")), 0, 0, out);

    assertThat(out.toString(UTF_8)).isEqualTo("COMMIT;\n");
  }

  @Test
  void readsAsRootOnlyWhatItMustNotReadItself() throws Exception {
    Path readable = Files.createFile(folder.resolve("b.1"));
    new BinaryLogText(commands).write(List.of(readable), 0, 0, out);
    new BinaryLogText(commands).write(List.of(readable, Path.of("/hidden")), 0, 0, out);

    assertThat(commands.ran().get(0).isAsRoot()).isFalse();
    assertThat(commands.ran().get(1).isAsRoot()).isTrue();
  }

  @Test
  void failsWithTheProgramsReason() {
    commands.fails(1, "ERROR: Could not read entry at offset 5", "mysqlbinlog");

    assertThatThrownBy(() -> new BinaryLogText(commands).write(List.of(Path.of("/b.1")), 5, 0, out))
        .isInstanceOfSatisfying(
            AgentException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.COMMAND_FAILED))
        .hasMessageContaining("at offset 5");
  }

  @Test
  void refusesNegativePositions() {
    assertThatThrownBy(
            () -> new BinaryLogText(commands).write(List.of(Path.of("/b.1")), -1, 0, out))
        .isInstanceOf(AgentException.class);
    assertThat(commands.ran()).isEmpty();
  }

  @Test
  void streamsMoreThanACommandMayPrintOtherwise() throws Exception {
    BinaryLogText text = new BinaryLogText(new CatForLogPrinter("head -c 20000000 /dev/zero #"));
    long[] count = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            count[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            count[0] += length;
          }
        };

    text.write(List.of(Path.of("/b.1")), 0, 0, counting);

    assertThat(count[0]).isEqualTo(20_000_000);
  }
}
