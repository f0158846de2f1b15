package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {
  private static final Path TOOL = Path.of("/usr/bin/mydumper");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mydumper 0.10.0, built against MySQL 10.11.14\n",
        "myloader 0.10.7, built against MySQL 5.7.34-37\n",
        "mydumper v0.10.9-1, built against MySQL 8.0.26\n"
      })
  void takesItsSeries(String told) {
    assertThatCode(() -> Tool.requireSeries(TOOL, told)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"mydumper 0.9.5, built against MySQL 5.7.21\", is of version 0.9.5",
        "\"mydumper 0.1.0, built against MySQL 5.7.21\", is of version 0.1.0",
        "\"mydumper v0.16.3-1, built against MySQL 8.0.36 with SSL\", is of version 0.16.3-1",
        "usage, --version prints what holds no version"
      })
  void refusesOthers(String told, String said) {
    assertThatThrownBy(() -> Tool.requireSeries(TOOL, told))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("/usr/bin/mydumper " + said);
  }

  @ParameterizedTest
  @CsvSource({"5.7.44,MySQL", "8.3.0,MySQL", "8.0.35-27,Percona Server", "11.4.2-MariaDB,MariaDB"})
  void dumpsServersThatSayWhereTheirBinaryLogIs(String version, String comment) {
    ServerVersion server = ServerVersion.parse(version, comment);
    assertThatCode(() -> Tool.requireDumps(server)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"8.4.0,MySQL", "8.4.2-2,Percona Server", "9.1.0,MySQL"})
  void refusesServersThatDoNot(String version, String comment) {
    ServerVersion server = ServerVersion.parse(version, comment);
    assertThatThrownBy(() -> Tool.requireDumps(server))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining("SHOW MASTER STATUS");
  }
}
