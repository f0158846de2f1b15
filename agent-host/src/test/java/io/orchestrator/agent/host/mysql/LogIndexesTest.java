package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.MySqlConfig;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogIndexesTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void makeDatadir() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    Files.createDirectory(folder.resolve("proc"));
  }

  @Test
  void findsTheIndexByItsOption() throws Exception {
    index("other/relays.index", "");

    assertThat(relayLogs("relay-log-index=" + data + "/other/relays").indexFile())
        .isEqualTo(data.resolve("other/relays.index"));
    assertThat(relayLogs("relay_log_index=other/relays.index\nrelay-log=no").indexFile())
        .isEqualTo(data.resolve("other/relays.index"));
  }

  @Test
  void findsTheIndexByTheNameOfTheLogs() throws Exception {
    index("my.relays.index", "");
    index("base.index", "");

    assertThat(relayLogs("relay-log=base").indexFile()).isEqualTo(data.resolve("base.index"));
    assertThat(relayLogs("relay-log=base.log").indexFile()).isEqualTo(data.resolve("base.index"));
  }

  @Test
  void findsTheOnlyIndexInTheDatadirThatLooksLikeOne() throws Exception {
    index("old-host-relay-bin.index", "");
    index("mysql-bin.index", "");

    assertThat(relayLogs("").indexFile()).isEqualTo(data.resolve("old-host-relay-bin.index"));
  }

  @Test
  void prefersTheIndexWithTheServersDefaultName() throws Exception {
    index("db1-relay-bin.index", "");
    index("db1-relay-bin-channel.index", "");

    assertThat(relayLogs("").indexFile()).isEqualTo(data.resolve("db1-relay-bin.index"));
  }

  @Test
  void prefersTheIndexThatMariaDbCallsAfterItsPidFile() throws Exception {
    index("mysqld-relay-bin.index", "");
    index("old-host-relay-bin.index", "");

    assertThat(relayLogs("pid-file=/run/mysqld/mysqld.pid").indexFile())
        .isEqualTo(data.resolve("mysqld-relay-bin.index"));
  }

  @Test
  void doesNotGuessAmongSeveral() throws Exception {
    index("a-relay.index", "");
    index("b-relay.index", "");

    assertThatThrownBy(() -> relayLogs("").indexFile()).satisfies(code(ErrorCode.CONFLICT));
  }

  @Test
  void saysWhenThereIsNoIndex() {
    assertThatThrownBy(() -> relayLogs("").indexFile()).satisfies(code(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> relayLogs("relay-log=x").files()).satisfies(code(ErrorCode.NOT_FOUND));
  }

  @Test
  void takesNoRelayLogIndexForABinaryLogIndex() throws Exception {
    index("db1-relay-bin.index", "./db1-relay-bin.1\n");
    index("mysql-bin.index", "./mysql-bin.1\n");

    assertThat(binaryLogs("").files(List.of("mysql-bin.1")))
        .containsExactly(data.resolve("mysql-bin.1"));
  }

  @Test
  void listsFullPathsInTheirOrder() throws Exception {
    index("db1-relay-bin.index", "./relay.2\n\n/elsewhere/relay.1\nrelay.3");

    assertThat(relayLogs("").files())
        .containsExactly(
            data.resolve("relay.2"), Path.of("/elsewhere/relay.1"), data.resolve("relay.3"));
  }

  @Test
  void looksForLogsInTheDatadirWhenTheIndexIsElsewhere() throws Exception {
    index("../relay.index", "./relay.1\n./relay.2\n");
    Files.createFile(data.resolve("relay.1"));

    assertThat(relayLogs("relay-log-index=" + folder + "/relay.index").files())
        .containsExactly(data.resolve("relay.1"), folder.resolve("relay.2"));
  }

  @Test
  void listsFromTheNamedLogOn() throws Exception {
    index("db1-relay-bin.index", "./relay.1\n./relay.2\n./relay.3\n");

    assertThat(relayLogs("").filesFrom("relay.2"))
        .containsExactly(data.resolve("relay.2"), data.resolve("relay.3"));
    assertThat(relayLogs("").filesFrom(data + "/relay.3")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "/etc/passwd", "./relay.1", "relay.11", "", "relay.1\n"})
  void readsNoFileThatIsNotListed(String name) throws Exception {
    index("db1-relay-bin.index", "./relay.1\n");
    index("db1-bin.index", "./relay.1\n");

    assertThatThrownBy(() -> relayLogs("").filesFrom(name)).satisfies(code(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> binaryLogs("").files(List.of("relay.1", name)))
        .satisfies(code(ErrorCode.NOT_FOUND));
  }

  @Test
  void tellsTheEndOfTheNewestRelayLog() throws Exception {
    index("db1-relay-bin.index", "./relay.1\n./relay.2\n");
    Files.writeString(data.resolve("relay.2"), "12345");

    assertThat(relayLogs("").endCoordinates())
        .isEqualTo(new RelayLogCoordinates(data + "/relay.2", 5, 1));
  }

  @Test
  void writesCoordinatesAsOrchestratorReadsThem() throws Exception {
    assertThat(new ObjectMapper().writeValueAsString(new RelayLogCoordinates("/r.1", 5, 1)))
        .isEqualTo("{\"LogFile\":\"/r.1\",\"LogPos\":5,\"Type\":1}");
  }

  private void index(String name, String text) throws IOException {
    Path file = data.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private RelayLogs relayLogs(String options) throws IOException {
    return new RelayLogs(indexes(options));
  }

  private BinaryLogs binaryLogs(String options) throws IOException {
    return new BinaryLogs(indexes(options));
  }

  private LogIndexes indexes(String options) throws IOException {
    Path file = folder.resolve("my.cnf");
    Files.writeString(file, "[mysqld]\ndatadir=" + data + "\n" + options + "\n");
    OptionFiles files = new OptionFiles(List.of(file));
    MySqlConfig config =
        new MySqlConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), "mysql", Optional.empty());
    ServerProcesses none = new ServerProcesses(folder.resolve("proc"), files);
    return new LogIndexes(
        new MySqlInstance(config, new ScriptedCommands(), none, files, () -> "db1"));
  }

  private static ThrowingConsumer<Throwable> code(ErrorCode wanted) {
    return error -> assertThat(((AgentException) error).code()).isEqualTo(wanted);
  }
}
