package com.example.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this transport's own, beside the contract. */
@RequiresTool("rsync")
@RequiresRoot
class RsyncSecretTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void refusesASenderWithAnotherSecret() throws Exception {
    int port = freePort();
    AtomicReference<Throwable> received = new AtomicReference<>();
    try (FakeTransfer receiving = new FakeTransfer();
        FakeTransfer sending = new FakeTransfer()) {
      FakeAgentContext target = FakeAgentContext.in(folder.resolve("target"));
      Thread receiver =
          new Thread(
              () -> {
                try {
                  seed(target, "the target's").receive(receive(target, port), receiving);
                } catch (AgentException | InterruptedException failed) {
                  received.set(failed);
                }
              });
      receiver.start();
      assertThat(receiving.awaitListening(LIMIT)).isTrue();
      FakeAgentContext source = FakeAgentContext.in(folder.resolve("source"));
      SendRequest request =
          new SendRequest(new SeedId(1), source.workDirectory(), "127.0.0.1", port, LIMIT);

      assertThatThrownBy(() -> seed(source, "the source's").send(request, sending))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("the same secret")
          .hasMessageNotContaining("the source's");

      receiving.abort(receiver);
      receiver.join(LIMIT.toMillis());
      assertThat(received.get()).isInstanceOf(InterruptedException.class);
      assertThat(target.workDirectory()).isEmptyDirectory();
    }
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

  private static ReceiveRequest receive(FakeAgentContext host, int port) {
    Path datadir = host.workDirectory().resolveSibling("datadir");
    return new ReceiveRequest(new SeedId(1), datadir, "127.0.0.1", port, LIMIT);
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
