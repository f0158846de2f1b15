package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.host.fixture.TestHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes to the seed port, or sits there, and is not the other agent. */
@Timeout(60)
class WireStrangersTest {
  @TempDir Path folder;
  private WireHosts hosts;

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new WireHosts(folder);
  }

  private String secret(String name, String text) throws IOException {
    return SecretFiles.write(folder.resolve(name), text);
  }

  private String failedAt(Seeds seeds) {
    assertThat(seeds.completed(7)).isTrue();
    assertThat(seeds.succeeded(7)).isFalse();
    return seeds.reason(7);
  }

  @Test
  void seedsWithTheSameSecret() throws Exception {
    hosts.target().with("SeedSecretFile", secret("a", "correct horse battery\n"));
    hosts.source().with("SeedSecretFile", secret("b", " correct horse battery"));

    hosts.requireGoodSeed(7);

    assertThat(hosts.target().get(ReceiveSeed.class).warnings()).isEmpty();
  }

  @Test
  void failsBothSidesIfTheirSecretsDiffer() throws Exception {
    hosts.both("SeedConnectSeconds", 2);
    hosts.target().with("SeedSecretFile", secret("a", "the secret of the target"));
    hosts.source().with("SeedSecretFile", secret("b", "the secret of the source"));

    hosts.seed(7);

    for (Seeds seeds : List.of(hosts.onTarget(), hosts.onSource())) {
      assertThat(failedAt(seeds))
          .contains("SeedSecretFile differs")
          .doesNotContain("the secret of");
    }
    assertThat(hosts.onTarget().mark()).isPresent();
    hosts.requireQuiet();
  }

  @Test
  void failsBothSidesIfOnlyOneHasASecret() throws Exception {
    hosts.both("SeedConnectSeconds", 2);
    hosts.target().with("SeedSecretFile", secret("a", "the secret of the target"));

    hosts.seed(7);

    assertThat(failedAt(hosts.onSource())).contains("SeedSecretFile", "set it on both");
    assertThat(failedAt(hosts.onTarget())).contains("No sender came within 2 s");
  }

  @Test
  void turnsAwayWhoIsInNoneOfTheNetworks() throws Exception {
    hosts.both("SeedConnectSeconds", 2).target().with("SeedAllowedNetworks", "10.0.0.0/8");

    hosts.seed(7);

    assertThat(failedAt(hosts.onTarget())).contains("SeedAllowedNetworks");
    assertThat(hosts.onSource().state(7)).isEqualTo("FAILED");
  }

  @Test
  void isNotPutOffByRubbish() throws Exception {
    hosts.receive(7);
    for (int visit = 0; visit < 20; visit++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hosts.port())) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      }
    }

    hosts.send(7);
    hosts.awaitOver();

    assertThat(hosts.onTarget().succeeded(7)).isTrue();
    hosts.requireQuiet();
  }

  /** As netcat does, whose source was not told of the new transport. */
  @Test
  void namesASenderThatSpeaksSomethingElse() throws Exception {
    hosts.both("SeedConnectSeconds", 2);
    hosts.receive(7);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hosts.port());
        OutputStream out = socket.getOutputStream()) {
      out.write(new byte[512]);
      out.flush();
      hosts.onTarget().awaitOver();
    }

    assertThat(failedAt(hosts.onTarget())).contains("turned away was", "127.0.0.1");
  }

  @Test
  void aSenderNamesTheSettingIfSomethingElseListens() throws Exception {
    hosts.both("SeedConnectSeconds", 2);
    InetAddress address = InetAddress.getLoopbackAddress();
    try (ServerSocket other = new ServerSocket(hosts.port(), 50, address)) {
      CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> speakSshOn(other));
      hosts.send(7);
      hosts.onSource().awaitOver();
    }

    assertThat(failedAt(hosts.onSource())).contains("SeedTransport");
  }

  private static void speakSshOn(ServerSocket other) {
    while (!other.isClosed()) {
      try (Socket socket = other.accept()) {
        socket.getOutputStream().write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException over) {
        return;
      }
    }
  }

  @Test
  void givesUpIfNobodyComes() throws Exception {
    hosts.both("SeedConnectSeconds", 1);
    hosts.receive(7);
    hosts.onTarget().awaitOver();

    assertThat(failedAt(hosts.onTarget())).contains("No sender came within 1 s");
    hosts.both("SeedConnectSeconds", 10).target().restart();
    hosts.requireGoodSeed(8);
  }

  @Test
  void warnsOfSeedsThatAreNotProtectedIfTheyMayCome() {
    assertThat(hosts.target().get(ReceiveSeed.class).warnings())
        .singleElement()
        .asString()
        .contains("SeedSecretFile or SeedTls");
    TestHost others = new TestHost(folder.resolve("others"));
    assertThat(others.get(ReceiveSeed.class).warnings()).isEmpty();
    await().atMost(Seeds.SOON).untilAsserted(hosts::requireQuiet);
  }
}
