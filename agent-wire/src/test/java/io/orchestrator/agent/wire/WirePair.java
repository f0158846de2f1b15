package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A receiver that listens on the loopback address, and senders to it. */
final class WirePair implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);
  static final long SEED = 7;

  private final WireListener listener;

  WirePair(WireSettings receiver) {
    this(receiver, hello -> Optional.empty());
  }

  WirePair(WireSettings receiver, WireListener.SenderCheck check) {
    listener =
        WireListener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), receiver, SEED, check);
  }

  static WireSettings settings() {
    return settings(WireSettings.Compression.OFF);
  }

  static WireSettings settings(WireSettings.Compression compression) {
    return new WireSettings(
        "1.0.0",
        Optional.empty(),
        false,
        Optional.empty(),
        List.of(),
        2,
        compression,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5));
  }

  static WireSettings withSecret(String secret) {
    return changed(settings(), Optional.empty(), Optional.of(secret), 2, 5);
  }

  /** Finds out soon that the other side is gone. */
  static WireSettings brisk() {
    return changed(settings(), Optional.empty(), Optional.empty(), 1, 1);
  }

  /** Leaves it to the test when a connection is lost. */
  static WireSettings patient() {
    return changed(settings(), Optional.empty(), Optional.empty(), 120, 120);
  }

  /** The same inside TLS. */
  static WireSettings patientWithTls(SSLContext tls) {
    return changed(settings(), Optional.of(tls), Optional.empty(), 120, 120);
  }

  static WireSettings withTls(SSLContext tls, Optional<String> secret) {
    // A handshake takes its time where others work.
    return changed(settings(), Optional.of(tls), secret, 2, 20);
  }

  private static WireSettings changed(
      WireSettings plain,
      Optional<SSLContext> tls,
      Optional<String> secret,
      int peerSeconds,
      int reconnectSeconds) {
    return new WireSettings(
        plain.agentVersion(),
        tls,
        plain.verifyNames(),
        secret.map(text -> new Secret(text.getBytes(StandardCharsets.UTF_8))),
        plain.allowed(),
        plain.lanes(),
        plain.compression(),
        Duration.ofSeconds(peerSeconds),
        Duration.ofSeconds(reconnectSeconds));
  }

  WireListener listener() {
    return listener;
  }

  int port() {
    return listener.port();
  }

  SendingSession connect(WireSettings sender) throws InterruptedException {
    return connect(sender, port());
  }

  SendingSession connect(WireSettings sender, int port) throws InterruptedException {
    return SendingSession.connect(
        sender, new RateLimit(0), "127.0.0.1", port, SEED, "stream", LIMIT);
  }

  ReceivingSession receiver() throws InterruptedException {
    return listener.awaitSender(LIMIT);
  }

  /** Waits until the receiver, to which no sender has come, says that it has turned one away. */
  void requireTurnedAway(String reason) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> listener.awaitSender(Duration.ZERO))
                    .hasMessageContaining(reason));
  }

  /** What may fail. */
  interface Work<T> {
    T run() throws Exception;
  }

  static <T> CompletableFuture<T> inBackground(Work<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.complete(work.run());
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            },
            "background");
    thread.setDaemon(true);
    thread.start();
    return outcome;
  }

  @Override
  public void close() {
    listener.close();
  }
}
