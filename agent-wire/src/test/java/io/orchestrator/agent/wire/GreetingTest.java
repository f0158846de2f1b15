package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GreetingTest {
  @Test
  void refusesAnotherSeedWithAReasonOnBothSides() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings())) {
      assertThatThrownBy(() -> connect(pair, WirePair.settings(), 8, "stream"))
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
          .hasMessageContaining("it waits for seed 7, not for seed 8");
      pair.requireTurnedAway("it waits for seed 7, not for seed 8");
    }
  }

  @Test
  void refusesAnUnknownTransportWithAReasonOnBothSides() throws Exception {
    try (WirePair pair =
        new WirePair(
            WirePair.settings(), hello -> Optional.of("there is no " + hello.transport()))) {
      assertThatThrownBy(() -> connect(pair, WirePair.settings(), WirePair.SEED, "pigeon"))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNSUPPORTED)
          .hasMessageContaining("there is no pigeon");
      assertThatThrownBy(pair::receiver).hasMessageContaining("there is no pigeon");
    }
  }

  @Test
  void refusesTheSenderIfItCannotBeChecked() throws Exception {
    try (WirePair pair =
        new WirePair(
            WirePair.settings(),
            hello -> {
              throw new IllegalStateException("no plugins");
            })) {
      assertThatThrownBy(() -> pair.connect(WirePair.settings()))
          .hasMessageContaining("no plugins");
      assertThatThrownBy(pair::receiver).hasMessageContaining("no plugins");
    }
  }

  @Test
  void refusesAVersionThatItDoesNotSpeak() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        RawClient client = new RawClient(pair.port())) {
      assertThat(client.read().first()).isEqualTo("orchestrator-agent-seed/1");
      HeaderBlock answer = client.say(RawClient.hello().with("version", 2)).read();
      assertThat(answer.first()).isEqualTo("refused");
      assertThat(answer.get("code")).isEqualTo("UNSUPPORTED");
      pair.requireTurnedAway("speaks version 1 of the seed connection, the sender 2");
    }
  }

  @Test
  void sendsNothingToWhatIsNoReceiver() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Queue<Integer> heard = new ConcurrentLinkedQueue<>();
      CompletableFuture<Void> unused =
          WirePair.inBackground(
              () -> {
                while (true) {
                  try (Socket socket = other.accept()) {
                    heard.add(heardBy(socket));
                  }
                }
              });
      assertThatThrownBy(() -> connect(other.getLocalPort(), Duration.ofSeconds(2)))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("what came is not \"orchestrator-agent-seed/\"");
      assertThat(heard).isNotEmpty().containsOnly(0);
    }
  }

  /** Says what another program might, and counts what comes until the other side hangs up. */
  private static int heardBy(Socket socket) throws IOException {
    socket.getOutputStream().write("220 mail\r\n".getBytes(StandardCharsets.UTF_8));
    int heard = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        heard++;
      }
    } catch (SocketException reset) {
      // It hangs up with words of this side unread.
    }
    return heard;
  }

  @Test
  void keepsTheReasonThatTellsMostWhenTheTimeIsOverLater() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> silent =
          WirePair.inBackground(
              () -> {
                try (Socket socket = other.accept()) {
                  int unused = heardBy(socket);
                }
                return other.accept();
              });
      assertThatThrownBy(() -> connect(other.getLocalPort(), Duration.ofSeconds(2)))
          .hasMessageContaining("what came is not \"orchestrator-agent-seed/\"")
          .hasMessageContaining("(at last: it did not greet within");
      silent.get(20, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void namesATargetThatAcceptsAndSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> connect(silent.getLocalPort(), Duration.ofMillis(400)))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("within 0.4 s: it did not greet");
    }
  }

  @Test
  void hangsUpOnRubbishAndStillTakesTheSender() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings())) {
      for (String rubbish :
          List.of(
              "GET / HTTP/1.1\r\n\r\n",
              "\u0000\u0001\u0002",
              "hello\nseed: x\n\n",
              "hello\n" + "a".repeat(9000))) {
        try (RawClient client = new RawClient(pair.port()).say(rubbish)) {
          assertThat(client.isHungUpOn()).isTrue();
        }
      }
      requireTaken(pair, WirePair.settings());
    }
  }

  @Test
  void hangsUpOnOneThatIsTooSlow() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        RawClient loris = new RawClient(pair.port()).say("hel")) {
      assertThat(loris.isHungUpOn()).isTrue();
      pair.requireTurnedAway("it did not greet within 5.0 s");
    }
  }

  @Test
  void goesOnWithASeedWhileAThousandConnect() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<byte[]> received =
          WirePair.inBackground(() -> receiver.input().readAllBytes());
      List<RawClient> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          crowd.add(new RawClient(pair.port()));
          sender.output().write(i);
          sender.output().flush();
          assertThat(visitors()).isLessThanOrEqualTo(32);
        }
        sender.output().close();
        assertThat(received.get(20, TimeUnit.SECONDS)).hasSize(1000);
      } finally {
        crowd.forEach(RawClient::close);
      }
    }
  }

  @Test
  void keepsNobodyWaitingBehindACrowd() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings())) {
      List<RawClient> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < 1000; i++) {
          crowd.add(new RawClient(pair.port()));
        }
        requireTaken(pair, WirePair.settings());
      } finally {
        crowd.forEach(RawClient::close);
      }
    }
  }

  @Test
  void hangsUpOnAHugeLength() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        RawClient client = new RawClient(pair.port())) {
      client.read();
      assertThat(client.say(RawClient.hello()).read().first()).isEqualTo("welcome");
      ReceivingSession receiver = pair.receiver();
      ByteBuffer header = ByteBuffer.allocate(FrameHeader.SIZE);
      new FrameHeader(FrameType.ORDERED, 0, Integer.MAX_VALUE, 0, 0, Integer.MAX_VALUE)
          .putInto(header);
      client.say(header.array());
      assertThat(client.isHungUpOn()).isTrue();
      assertThat(receiver.input().available()).isZero();
    }
  }

  @Test
  void takesASenderThatDidNotHearTheWelcome() throws Exception {
    HeaderBlock hello = RawClient.hello();
    try (WirePair pair = new WirePair(WirePair.settings())) {
      for (int attempt = 0; attempt < 2; attempt++) {
        try (RawClient client = new RawClient(pair.port())) {
          client.read();
          assertThat(client.say(hello).read().first()).isEqualTo("welcome");
        }
      }
    }
  }

  @Test
  void refusesASecondSender() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession first = pair.connect(WirePair.settings())) {
      assertThatThrownBy(() -> pair.connect(WirePair.settings()))
          .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT)
          .hasMessageContaining("a sender is connected already");
      assertThat(first.failure()).isEmpty();
    }
  }

  @Test
  void refusesALaneOfAnUnknownSession() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        RawClient client = new RawClient(pair.port())) {
      client.read();
      HeaderBlock answer = client.say(RawClient.hello().with("first", "no")).read();
      assertThat(answer.get("code")).isEqualTo("PEER_RESTARTED");
      assertThat(answer.get("reason")).contains("the receiver was started anew");
    }
  }

  @Test
  void refusesAddressesThatAreNotAllowed() throws Exception {
    WireSettings elsewhere =
        new WireSettings(
            "1.0.0",
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(Network.parse("10.0.0.0/8")),
            2,
            WireSettings.Compression.OFF,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));
    try (WirePair pair = new WirePair(elsewhere)) {
      assertThatThrownBy(() -> pair.connect(WirePair.settings()))
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNAUTHORIZED)
          .hasMessageContaining("SeedAllowedNetworks");
    }
  }

  private static void requireTaken(WirePair pair, WireSettings settings) throws Exception {
    try (SendingSession sender = pair.connect(settings)) {
      sender.output().write(42);
      sender.output().flush();
      assertThat(pair.receiver().input().read()).isEqualTo(42);
    }
  }

  /** Those that are being greeted; the thread of one that has left may take its time to end. */
  private static long visitors() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(
                        frame ->
                            frame.getClassName().equals(Greeting.class.getName())
                                && frame.getMethodName().equals("asReceiver")))
        .count();
  }

  private static SendingSession connect(
      WirePair pair, WireSettings settings, long seed, String transport)
      throws InterruptedException {
    return SendingSession.connect(
        settings, new RateLimit(0), "127.0.0.1", pair.port(), seed, transport, WirePair.LIMIT);
  }

  private static SendingSession connect(int port, Duration limit) throws InterruptedException {
    return SendingSession.connect(
        WirePair.settings(), new RateLimit(0), "127.0.0.1", port, WirePair.SEED, "stream", limit);
  }
}
