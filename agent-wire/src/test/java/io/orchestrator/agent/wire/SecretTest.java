package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SecretTest {
  private static final String TEXT = "the secret of the fleet";

  @Test
  void takesASenderThatKnowsIt() throws Exception {
    WireSettings settings = WirePair.withSecret(TEXT);
    try (WirePair pair = new WirePair(settings);
        SendingSession sender = pair.connect(settings)) {
      sender.output().write(3);
      sender.output().flush();
      assertThat(pair.receiver().input().read()).isEqualTo(3);
    }
  }

  @Test
  void refusesASenderWithAnotherOne() throws Exception {
    try (WirePair pair = new WirePair(WirePair.withSecret(TEXT))) {
      assertThatThrownBy(() -> pair.connect(WirePair.withSecret("what somebody else knows")))
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNAUTHORIZED)
          .hasMessageContaining("SeedSecretFile differs");
      pair.requireTurnedAway("SeedSecretFile differs");
    }
  }

  @Test
  void isNotLeftOutByEitherSide() throws Exception {
    try (WirePair with = new WirePair(WirePair.withSecret(TEXT));
        WirePair without = new WirePair(WirePair.settings())) {
      assertThatThrownBy(() -> with.connect(WirePair.settings()))
          .hasMessageContaining("the target has SeedSecretFile and this agent has not");
      with.requireTurnedAway("the target has SeedSecretFile and this agent has not");
      assertThatThrownBy(() -> without.connect(WirePair.withSecret(TEXT)))
          .hasMessageContaining("the target has SeedSecretFile not and this agent has");
      without.requireTurnedAway("the target has SeedSecretFile not and this agent has");
    }
  }

  @Test
  void isAskedForOnEachConnection() throws Exception {
    try (WirePair pair = new WirePair(WirePair.withSecret(TEXT));
        SendingSession sender = pair.connect(WirePair.withSecret(TEXT));
        RawClient thief = new RawClient(pair.port())) {
      thief.read();
      HeaderBlock stolen =
          RawClient.hello()
              .with("session", pair.receiver().hello().session())
              .with("first", "no")
              .with("lane", 1);
      assertThat(thief.say(stolen).read().get("code")).isEqualTo("UNAUTHORIZED");
      assertThat(sender.failure()).isEmpty();
    }
  }

  @Test
  void refusesAHelloThatWasRecorded() throws Exception {
    HeaderBlock recorded = recordedHello();
    assertThat(recorded.find("proof")).isPresent();
    try (WirePair pair = new WirePair(WirePair.withSecret(TEXT));
        RawClient thief = new RawClient(pair.port())) {
      thief.read();
      assertThat(thief.say(recorded).read().get("code")).isEqualTo("UNAUTHORIZED");
    }
  }

  /** What a true sender says to somebody who only pretends to be a receiver. */
  private static HeaderBlock recordedHello() throws Exception {
    try (ServerSocketChannel trap = ServerSocketChannel.open()) {
      trap.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<HeaderBlock> hello =
          WirePair.inBackground(
              () -> {
                try (PlainIo io = new PlainIo(trap.accept())) {
                  banner().write(io);
                  HeaderBlock said = HeaderBlock.read(io, "hello\n");
                  Greeting.refuse(io, new RefusedException(ErrorCode.CONFLICT, "it was a trap"));
                  return said;
                }
              });
      assertThatThrownBy(() -> connect(trap.socket().getLocalPort()))
          .hasMessageContaining("it was a trap");
      return hello.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void doesNotTakeItsOwnProofBack() throws Exception {
    try (ServerSocketChannel mirror = ServerSocketChannel.open()) {
      mirror.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      CompletableFuture<Void> reflecting =
          WirePair.inBackground(
              () -> {
                try (PlainIo io = new PlainIo(mirror.accept())) {
                  banner().write(io);
                  String proof = HeaderBlock.read(io, "hello\n").get("proof");
                  HeaderBlock.of("welcome")
                      .with("version", 1)
                      .with("agent", "1.0.0")
                      .with("proof", proof)
                      .write(io);
                  return null;
                }
              });
      assertThatThrownBy(() -> connect(mirror.socket().getLocalPort()))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNAUTHORIZED)
          .hasMessageContaining("the receiver does not know the secret");
      reflecting.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void neverTravelsAndIsNeverShown() throws Exception {
    Secret secret = new Secret(TEXT.getBytes(StandardCharsets.UTF_8));
    assertThat(secret.toString()).doesNotContain(TEXT);
    assertThat(recordedHello().toString()).doesNotContain(TEXT);
  }

  @Test
  void hasToBeLongEnough() {
    assertThatThrownBy(() -> new Secret(new byte[15]))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("at least 16");
  }

  private static HeaderBlock banner() {
    return HeaderBlock.of("orchestrator-agent-seed/1")
        .with("tls", "off")
        .with("secret", "required")
        .with("nonce", Secret.nonce());
  }

  private static SendingSession connect(int port) throws InterruptedException {
    return SendingSession.connect(
        WirePair.withSecret(TEXT),
        new RateLimit(0),
        "127.0.0.1",
        port,
        WirePair.SEED,
        "stream",
        WirePair.LIMIT);
  }
}
