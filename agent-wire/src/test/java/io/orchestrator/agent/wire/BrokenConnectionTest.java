package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class BrokenConnectionTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 24 * MIB + 4321;
  private static final int CUTS = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"CUT_THIS", "CUT_ALL"})
  void goesOnAfterCutsAtRandomPoints(Relay.Harm harm) throws Exception {
    Path source = source();
    Path copy = Files.createFile(folder.resolve("copy"));
    Random random = new Random(20261125);
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port())) {
      for (int cut = 0; cut < CUTS; cut++) {
        relay.harm(random.nextInt(SIZE), harm);
      }
      assertThat(seed(pair, relay, source, copy)).isEqualTo("done");
      assertThat(relay.done()).isEqualTo(CUTS);
      assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }
  }

  @Test
  void sendsAgainWhatArrivesDamaged() throws Exception {
    Path source = source();
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port())) {
      relay.harm(5 * MIB, Relay.Harm.FLIP_A_BIT).harm(15 * MIB, Relay.Harm.FLIP_A_BIT);
      assertThat(seed(pair, relay, source, copy)).isEqualTo("done");
      assertThat(relay.done()).isEqualTo(2);
      assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }
  }

  @Test
  void failsOnBothSidesWhenDamageGoesOn() throws Exception {
    Path source = source();
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port())) {
      for (long after = 100_000; after < 400L * MIB; after += 300_000) {
        relay.harm(after, Relay.Harm.FLIP_A_BIT);
      }
      assertThatThrownBy(() -> seed(pair, relay, source, copy))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("damaged has arrived");
      assertThat(pair.receiver().failure())
          .hasValueSatisfying(
              why -> assertThat(why.code()).isIn(ErrorCode.CORRUPT_DATA, ErrorCode.PEER_FAILED));
    }
  }

  @Test
  void findsAPeerThatHangs() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(WirePair.brisk(), relay.port())) {
      ReceivingSession receiver = pair.receiver();
      sender.output().write(1);
      sender.output().flush();
      assertThat(receiver.input().read()).isEqualTo(1);
      relay.freeze();
      assertThatThrownBy(() -> receiver.input().read())
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("nothing was heard")
          .hasMessageContaining("not connected again within 1.0 s");
      assertThatThrownBy(() -> sender.input().read())
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("Could not connect to 127.0.0.1:" + relay.port());
    }
  }

  @Test
  void keepsAnIdleConnection() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(WirePair.brisk(), relay.port())) {
      ReceivingSession receiver = pair.receiver();
      long before = relay.bytesToReceiver();
      // Pings of 32 bytes on three connections, five in each limit: far longer than the limit.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> relay.bytesToReceiver() > before + 40 * 3 * FrameHeader.SIZE);
      assertThat(receiver.failure()).isEmpty();
      assertThat(sender.failure()).isEmpty();
      sender.output().write(9);
      sender.output().flush();
      assertThat(receiver.input().read()).isEqualTo(9);
    }
  }

  @Test
  void failsOnBothSidesWhenThePeerIsGoneForGood() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(WirePair.brisk(), relay.port())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<Integer> reading = WirePair.inBackground(() -> receiver.input().read());
      relay.refuse();
      assertThatThrownBy(sender::awaitDone)
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED)
          .hasMessageContaining("within 1.0 s");
      assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(AgentException.class)
          .hasMessageContaining("not connected again");
    }
  }

  @Test
  void isDoneWithoutASenderThatWasLostAfterTheLastOfTheData() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(WirePair.brisk(), relay.port())) {
      ReceivingSession receiver = pair.receiver();
      sender.output().close();
      assertThat(receiver.input().read()).isEqualTo(-1);
      relay.refuse();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> receiver.failure().isPresent());

      assertThat(receiver.done("all on disk")).isFalse();
    }
  }

  @Test
  void isNotDoneIfTheSenderHasFailed() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        SendingSession sender = pair.connect(WirePair.brisk())) {
      ReceivingSession receiver = pair.receiver();
      sender.output().close();
      assertThat(receiver.input().read()).isEqualTo(-1);
      sender.fail(new AgentException(ErrorCode.IO_FAILED, "the snapshot is lost"));
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> receiver.failure().isPresent());

      assertThatThrownBy(() -> receiver.done("all on disk"))
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("the snapshot is lost");
    }
  }

  @Test
  void givesUpWhenConnectionsAreLostBeforeAnythingGetsThrough() throws Exception {
    try (WirePair pair = new WirePair(WirePair.brisk());
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(WirePair.brisk(), relay.port())) {
      ReceivingSession receiver = pair.receiver();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                relay.cutAll();
                return sender.failure().isPresent();
              });
      assertThat(sender.failure().orElseThrow())
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
      assertThatThrownBy(() -> receiver.input().read()).isInstanceOf(AgentException.class);
    }
  }

  @Test
  void deliversOrderedBytesOnceAndInOrderOverCuts() throws Exception {
    byte[] content = new byte[SIZE];
    new Random(2).nextBytes(content);
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port())) {
      for (int cut = 1; cut <= CUTS; cut++) {
        relay.harm(cut * (SIZE / (CUTS + 1L)), Relay.Harm.CUT_ALL);
      }
      try (SendingSession sender = pair.connect(WirePair.settings(), relay.port())) {
        ReceivingSession receiver = pair.receiver();
        CompletableFuture<byte[]> received =
            WirePair.inBackground(() -> receiver.input().readAllBytes());
        sender.output().write(content);
        sender.output().close();
        assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(content);
        assertThat(relay.done()).isEqualTo(CUTS);
      }
    }
  }

  @Test
  void tellsTheSenderOfASinkThatFails() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      pair.receiver()
          .receiveBlocks(
              new io.orchestrator.agent.api.wire.BlockSink() {
                @Override
                public void take(long id, long position, ByteBuffer bytes) throws IOException {
                  throw new IOException("No space left on device");
                }

                @Override
                public void takeZeros(long id, long position, int length) {
                  throw new OutOfMemoryError("not really");
                }
              });
      sender.sendBytes(1, 0, ByteBuffer.wrap(new byte[] {1}));
      assertThatThrownBy(sender::awaitDelivered)
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("No space left on device");
    }
  }

  @Test
  void tellsTheSenderOfASinkThatBreaks() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      pair.receiver()
          .receiveBlocks(
              new io.orchestrator.agent.api.wire.BlockSink() {
                @Override
                public void take(long id, long position, ByteBuffer bytes) {
                  throw new NoClassDefFoundError("some/Missing");
                }

                @Override
                public void takeZeros(long id, long position, int length) {}
              });
      sender.sendBytes(1, 0, ByteBuffer.wrap(new byte[] {1}));
      assertThatThrownBy(sender::awaitDelivered)
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("some/Missing");
    }
  }

  private Path source() throws IOException {
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("source"), content);
  }

  private static String seed(WirePair pair, Relay relay, Path source, Path copy) throws Exception {
    try (SendingSession sender = pair.connect(WirePair.settings(), relay.port());
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      ReceivingSession receiver = pair.receiver();
      receiver.receiveBlocks(new CollectingSink(out));
      for (int position = 0; position < SIZE; position += MIB) {
        sender.sendFile(1, position, Math.min(MIB, SIZE - position), source);
      }
      sender.awaitDelivered();
      CompletableFuture<Boolean> heard = WirePair.inBackground(() -> receiver.done("done"));
      String done = sender.awaitDone();
      assertThat(heard.get(20, TimeUnit.SECONDS)).isTrue();
      return done;
    }
  }
}
