package io.orchestrator.agent.host.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.mysql.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedBinaryLogTest {
  private static final Path DATADIR = Path.of("/var/lib/mysql");

  @TempDir Path copy;

  @Test
  void usesTheCopyOfALogInTheDatadir() throws Exception {
    Path index = log("binary", "./binary.000007");

    assertThat(arguments("--log-bin=binary"))
        .contains("--log-bin=" + copy.resolve("binary"), "--log-bin-index=" + index);
    assertThat(index).content().isEqualTo(copy.resolve("binary.000007") + "\n");
  }

  @Test
  void leadsNoServerToTheLiveLog() throws Exception {
    Path index = log("binary", "/var/lib/mysql/binary.000007");
    Files.writeString(
        index, "/var/lib/mysql/binary.000008\n", java.nio.file.StandardOpenOption.APPEND);

    List<String> unused = arguments("--log-bin=/var/lib/mysql/binary.log");

    assertThat(index).content().isEqualTo(copy.resolve("binary.000007") + "\n");
  }

  @Test
  void takesTheNameThatMySqlUsesUnasked() throws Exception {
    log("binlog", "./binlog.000001");

    assertThat(arguments()).contains("--log-bin=" + copy.resolve("binlog"));
  }

  @Test
  void goesWithoutALogThatIsNotInTheCopy() throws Exception {
    log("binary", "./binary.000007");

    assertThat(arguments("--log-bin=/srv/logs/binary")).containsExactly("--skip-log-bin");
    assertThat(arguments("--log-bin=../binary")).containsExactly("--skip-log-bin");
    assertThat(arguments("--log-bin=other")).containsExactly("--skip-log-bin");
  }

  private Path log(String name, String line) throws IOException {
    Files.createFile(copy.resolve(line.substring(line.lastIndexOf('/') + 1)));
    return Files.writeString(copy.resolve(name + ".index"), line + "\n");
  }

  private List<String> arguments(String... options) {
    return CopiedBinaryLog.arguments(ServerOptions.ofArguments(List.of(options)), DATADIR, copy);
  }
}
