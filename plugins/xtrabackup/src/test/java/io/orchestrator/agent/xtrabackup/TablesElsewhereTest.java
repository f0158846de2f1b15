package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablesElsewhereTest {
  @TempDir Path folder;
  private Path datadir;

  @BeforeEach
  void makeDatadir() throws Exception {
    datadir = folder.resolve("data");
    Files.createDirectories(datadir.resolve("shop"));
  }

  private static void requireNone(Path in) throws InterruptedException {
    TablesElsewhere.requireNone(new ProcessRunner(false), in, Duration.ofSeconds(30));
  }

  private void moveATableAway() throws Exception {
    Files.writeString(datadir.resolve("shop/far.isl"), "/elsewhere/far.ibd");
  }

  @Test
  void passesADatadirThatHasAll() {
    assertThatCode(() -> requireNone(datadir)).doesNotThrowAnyException();
  }

  @Test
  void namesATableThatIsElsewhere() throws Exception {
    moveATableAway();
    assertThatThrownBy(() -> requireNone(datadir))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop/x.MYD",
        "shop/x#P#p0.ibd",
        "shop/x.log",
        "aria_log_control",
        "aria_log.log",
        "ib_logfile0.log",
        "linked"
      })
  void namesALink(String name) throws Exception {
    Path away = name.equals("linked") ? folder : Path.of("/etc/shadow");
    Files.createSymbolicLink(datadir.resolve(name), away);
    assertThatThrownBy(() -> requireNone(datadir))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining(datadir + "/" + name + " is a link to " + away);
  }

  @ParameterizedTest
  @CsvSource({
    "host.err, /etc/hostname",
    "slow.log, /var/log/no-such-file",
    "mysql.sock, /no/such/socket",
    "mysqld.pid, /etc/hostname"
  })
  void passesALinkThatNoToolReads(String name, Path away) throws Exception {
    Files.createSymbolicLink(datadir.resolve(name), away);
    assertThatCode(() -> requireNone(datadir)).doesNotThrowAnyException();
  }

  @Test
  void namesALinkBelowWhateverTheDatadirIsCalled() throws Exception {
    datadir = Files.createDirectories(folder.resolve("a*[b]?\\d"));
    Files.createDirectory(datadir.resolve("shop"));
    Files.createSymbolicLink(datadir.resolve("host.err"), Path.of("/etc/hostname"));
    assertThatCode(() -> requireNone(datadir)).doesNotThrowAnyException();
    Files.createSymbolicLink(datadir.resolve("shop/x.log"), Path.of("/etc/hostname"));
    assertThatThrownBy(() -> requireNone(datadir)).hasMessageContaining("shop/x.log is a link");
  }

  @Test
  void looksThroughALink() throws Exception {
    moveATableAway();
    Path link = Files.createSymbolicLink(folder.resolve("link"), datadir);
    assertThatThrownBy(() -> requireNone(link))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("shop/far.isl");
  }
}
