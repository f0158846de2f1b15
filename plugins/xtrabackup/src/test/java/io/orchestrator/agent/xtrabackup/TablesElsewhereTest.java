package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.ProcessRunner;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
  @ValueSource(strings = {"shop/x.MYD", "shop/x#P#p0.ibd", "aria_log_control", "linked"})
  void namesALink(String name) throws Exception {
    Files.createSymbolicLink(
        datadir.resolve(name), name.equals("linked") ? folder : Path.of("/etc/shadow"));
    assertThatThrownBy(() -> requireNone(datadir))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
        .hasMessageContaining(datadir + "/" + name + " leads");
  }

  @Test
  void passesALinkToASocket() throws Exception {
    Path socket = folder.resolve("sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.createSymbolicLink(datadir.resolve("mysql.sock"), socket);
      assertThatCode(() -> requireNone(datadir)).doesNotThrowAnyException();
    }
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
