package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingTest {
  @Test
  void endsAllThreadsAndFreesThePort() throws Exception {
    int port;
    try (WirePair pair = new WirePair(WirePair.settings());
        RawClient silent = new RawClient(pair.port());
        SendingSession sender = pair.connect(WirePair.settings())) {
      port = pair.port();
      pair.receiver().output().write(1);
      pair.receiver().output().flush();
      assertThat(sender.input().read()).isEqualTo(1);
      assertThat(silent.read().first()).startsWith("orchestrator-agent-seed/");
      assertThat(threads()).contains("seed-listener", "seed-control", "seed-data-1", "seed-data-2");
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> threads().isEmpty());
    assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void leavesNoSocketAndNoThreadOfACrowd() throws Exception {
    long before = sockets();
    try (WirePair pair = new WirePair(WirePair.settings())) {
      List<RawClient> crowd = new ArrayList<>();
      try {
        for (int visitor = 0; visitor < 1000; visitor++) {
          crowd.add(new RawClient(pair.port()));
          if (visitor % 3 > 0) {
            sayIfHeard(crowd.get(visitor), visitor % 3 == 1 ? "hel" : "GET / HTTP/1.1\r\n\r\n");
          }
        }
      } finally {
        crowd.forEach(RawClient::close);
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !threads().contains("seed-visitor") && sockets() <= before + 1);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> threads().isEmpty() && sockets() <= before);
  }

  private static void sayIfHeard(RawClient visitor, String words) {
    try {
      visitor.say(words);
    } catch (IOException gone) {
      // It had to make room already.
    }
  }

  private static long sockets() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(ClosingTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void tellsTheReceiverOfASenderThatIsClosed() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings())) {
      SendingSession sender = pair.connect(WirePair.settings());
      ReceivingSession receiver = pair.receiver();
      sender.close();
      assertThatThrownBy(() -> receiver.input().read())
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("The seed's connection was closed");
    }
  }

  @Test
  void tellsTheReasonAlsoWhenItsThreadIsInterrupted() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      Thread.currentThread().interrupt();
      sender.fail(new AgentException(ErrorCode.ABORTED, "somebody aborted the seed"));
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> receiver.input().read())
          .hasMessageContaining("somebody aborted the seed");
    }
  }

  @Test
  void letsGoOfAWriterThatWaitsForRoom() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<Void> sending =
          WirePair.inBackground(
              () -> {
                while (true) {
                  sender.sendBytes(1, 0, ByteBuffer.allocate(1 << 20));
                }
              });
      receiver.fail(new AgentException(ErrorCode.IO_FAILED, "the disk broke"));
      assertThatThrownBy(() -> sending.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(AgentException.class)
          .hasMessageContaining("the disk broke");
    }
  }

  @Test
  void isNotDoneBeforeTheReceiverSaysSo() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<String> done = WirePair.inBackground(sender::awaitDone);
      receiver.output().write(1);
      receiver.output().flush();
      assertThat(sender.input().read()).isEqualTo(1);
      assertThat(done).isNotDone();
      assertThat(receiver.done("all on disk")).isTrue();
      assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo("all on disk");
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("seed-"))
        .collect(Collectors.toSet());
  }
}
