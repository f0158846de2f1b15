package com.example.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this transport's own, beside the contract. */
@RequiresTool("rsync")
@RequiresRoot
class RsyncOwnTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void refusesASenderWithAnotherSecret() throws Exception {
    int port = freePort();
    FakeAgentContext target = FakeAgentContext.in(folder.resolve("target"));
    FakeAgentContext source = FakeAgentContext.in(folder.resolve("source"));
    try (FakeTransfer receiving = new FakeTransfer();
        FakeTransfer sending = new FakeTransfer()) {
      FutureTask<TransferResult> received = receive(target, "the target's", port, receiving);
      Thread receiver = start(received);
      assertThat(receiving.awaitListening(LIMIT)).isTrue();

      assertThatThrownBy(() -> seed(source, "the source's").send(send(source, port), sending))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("the same secret")
          .hasMessageNotContaining("the source's");

      receiving.abort(receiver);
      assertThatThrownBy(() -> received.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(target.workDirectory()).isEmptyDirectory();
    }
  }

  @Test
  void countsWhatCameBetweenItsLastLookAndTheEnd() throws Exception {
    int port = freePort();
    FakeAgentContext target = FakeAgentContext.in(folder.resolve("target"));
    FakeAgentContext source = FakeAgentContext.in(folder.resolve("source"));
    Files.write(source.workDirectory().resolve("file"), new byte[3_000_000]);
    try (FakeTransfer receiving = new FakeTransfer();
        FakeTransfer sending = new FakeTransfer()) {
      FutureTask<TransferResult> received = receive(target, "the secret", port, receiving);
      start(received);
      assertThat(receiving.awaitListening(LIMIT)).isTrue();

      seed(source, "the secret").send(send(source, port), sending);

      TransferResult result = received.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(result.bytes()).isGreaterThan(3_000_000).isEqualTo(receiving.transferred());
    }
  }

  @Test
  void goesOnWithTheFirstSenderWhenASecondOneComes() throws Exception {
    int port = freePort();
    FakeAgentContext target = FakeAgentContext.in(folder.resolve("target"));
    FakeAgentContext source = FakeAgentContext.in(folder.resolve("source"));
    Path file = Files.write(folder.resolve("file"), new byte[3_000_000]);
    try (FakeTransfer receiving = new FakeTransfer();
        FakeTransfer sending = new FakeTransfer()) {
      FutureTask<TransferResult> received = receive(target, "the secret", port, receiving);
      start(received);
      assertThat(receiving.awaitListening(LIMIT)).isTrue();
      SeedTransport second = seed(source, "the secret");
      Process first = slowRsync(file, "rsync://seed@127.0.0.1:" + port + "/data/");
      Awaitility.await().atMost(LIMIT).until(() -> receiving.phases().contains("receiving"));

      assertThatThrownBy(() -> second.send(send(source, port), sending))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);

      received.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(first.waitFor()).isZero();
      assertThat(datadir(target).resolve("file")).hasSameBinaryContentAs(file);
    }
  }

  /** Takes some three seconds. */
  private Process slowRsync(Path file, String url) throws IOException {
    String secret = "--password-file=" + folder.resolve("source/secret");
    return new ProcessBuilder("rsync", "--bwlimit=1000", secret, "--", file.toString(), url)
        .inheritIO()
        .start();
  }

  @Test
  void saysInItsCheckThatEverybodyCanReadTheSecret() {
    FakeAgentContext host = FakeAgentContext.in(folder);
    String file = Secrets.write(folder.resolve("secret"), "a secret", "rw-r--r--");

    assertThat(new RsyncSeed(host.with("RsyncSecretFile", file)).check().reason())
        .contains("everybody can read it");
  }

  @Test
  void saysInItsCheckThatThereIsNoSecret() {
    FakeAgentContext host = FakeAgentContext.in(folder);

    assertThat(new RsyncSeed(host.with("RsyncSecretFile", "/no/such/file")).check().usable())
        .isFalse();
  }

  private static RsyncSeed seed(FakeAgentContext host, String secret) {
    Path file = host.workDirectory().resolveSibling("secret");
    return new RsyncSeed(host.with("RsyncSecretFile", Secrets.write(file, secret)));
  }

  private static FutureTask<TransferResult> receive(
      FakeAgentContext target, String secret, int port, FakeTransfer transfer) {
    RsyncSeed seed = seed(target, secret);
    ReceiveRequest request =
        new ReceiveRequest(new SeedId(1), datadir(target), "127.0.0.1", port, LIMIT);
    return new FutureTask<>(() -> seed.receive(request, transfer));
  }

  private static Thread start(FutureTask<TransferResult> received) {
    Thread receiver = new Thread(received);
    receiver.start();
    return receiver;
  }

  private static SendRequest send(FakeAgentContext source, int port) {
    return new SendRequest(new SeedId(1), source.workDirectory(), "127.0.0.1", port, LIMIT);
  }

  private static Path datadir(FakeAgentContext host) {
    return host.workDirectory().resolveSibling("datadir");
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
