package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TlsTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 12 * MIB + 99;
  private static final Optional<String> SECRET = Optional.of("the secret of the fleet");

  @TempDir static Path folder;
  private static SSLContext good;
  private static SSLContext other;
  private static SSLContext expired;
  private static SSLContext foreign;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Certificates ours = Certificates.inside(folder.resolve("ours"));
    good = ours.signed("good", "-1H");
    other = ours.signed("other", "-1H");
    expired = ours.signed("expired", "-10d");
    foreign = Certificates.inside(folder.resolve("theirs")).signed("foreign", "-1H");
  }

  @Test
  void carriesASeedOverCutsAndWithASecret() throws Exception {
    byte[] content = new byte[SIZE];
    new Random(8).nextBytes(content);
    Path source = Files.write(folder.resolve("source"), content);
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(WirePair.withTls(good, SECRET));
        Relay relay = new Relay(pair.port())) {
      relay.harm(3 * MIB, Relay.Harm.CUT_ALL).harm(7 * MIB, Relay.Harm.FLIP_A_BIT);
      try (SendingSession sender = pair.connect(WirePair.withTls(other, SECRET), relay.port());
          FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        pair.receiver().receiveBlocks(new CollectingSink(out));
        for (int position = 0; position < SIZE; position += MIB) {
          sender.sendFile(1, position, Math.min(MIB, SIZE - position), source);
        }
        sender.awaitDelivered();
      }
      assertThat(relay.done()).isEqualTo(2);
      assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }
  }

  @Test
  void refusesAnExpiredCertificateOfTheSender() throws Exception {
    requireRefused(good, expired);
  }

  @Test
  void refusesAnExpiredCertificateOfTheReceiver() throws Exception {
    requireRefused(expired, good);
  }

  @Test
  void refusesASenderOfAForeignAuthority() throws Exception {
    requireRefused(good, foreign);
  }

  @Test
  void refusesAReceiverOfAForeignAuthority() throws Exception {
    requireRefused(foreign, good);
  }

  private static void requireRefused(SSLContext receiver, SSLContext sender) throws Exception {
    try (WirePair pair = new WirePair(WirePair.withTls(receiver, Optional.empty()))) {
      assertThatThrownBy(() -> pair.connect(WirePair.withTls(sender, Optional.empty())))
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNAUTHORIZED)
          .hasMessageContaining("The TLS handshake with 127.0.0.1:" + pair.port() + " failed");
      pair.requireTurnedAway("the TLS handshake failed");
    }
  }

  @Test
  void isNotLeftOutByEitherSide() throws Exception {
    try (WirePair with = new WirePair(WirePair.withTls(good, Optional.empty()));
        WirePair without = new WirePair(WirePair.settings())) {
      assertThatThrownBy(() -> with.connect(WirePair.settings()))
          .hasMessageContaining("the target has SeedTls and this agent has not");
      with.requireTurnedAway("is SeedTls the same on both hosts?");
      assertThatThrownBy(() -> without.connect(WirePair.withTls(good, Optional.empty())))
          .hasMessageContaining("the target has SeedTls not and this agent has");
      without.requireTurnedAway("the target has SeedTls not and this agent has");
    }
  }

  @Test
  void hangsUpOnAPeerThatSpeaksPlainText() throws Exception {
    try (WirePair pair = new WirePair(WirePair.withTls(good, Optional.empty()));
        RawClient client = new RawClient(pair.port())) {
      assertThat(client.read().get("tls")).isEqualTo("required");
      client.say(RawClient.hello());
      assertThat(client.isHungUpOn()).isTrue();
    }
  }

  @Test
  void hangsUpOnAPeerThatAsksForNewKeysAgainAndAgain() throws Exception {
    try (ServerSocketChannel server =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Socket plain =
            new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
        SocketChannel accepted = server.accept()) {
      CompletableFuture<Integer> reading =
          WirePair.inBackground(
              () -> TlsIo.asReceiver(accepted, good).read(ByteBuffer.allocate(1)));
      SSLSocket peer =
          (SSLSocket)
              other.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
      for (int keys = 0; keys < 100; keys++) {
        peer.startHandshake();
      }
      assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SSLException.class)
          .hasMessageContaining("asks for new keys again and again");
    }
  }
}
