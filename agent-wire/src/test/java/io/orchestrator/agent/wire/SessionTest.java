package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void carriesOrderedBytesBothWays() throws Exception {
    byte[] there = bytes(5 * MIB + 3);
    byte[] back = bytes(3 * MIB + 1);
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<byte[]> received =
          WirePair.inBackground(() -> receiver.input().readAllBytes());
      CompletableFuture<byte[]> answered =
          WirePair.inBackground(() -> sender.input().readAllBytes());
      CompletableFuture<Void> answer =
          WirePair.inBackground(
              () -> {
                receiver.output().write(back);
                receiver.output().close();
                return null;
              });
      sender.output().write(there);
      sender.output().close();
      assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(there);
      assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(back);
      answer.get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesBlocksOfFiles(WireSettings.Compression compression) throws Exception {
    byte[] content = bytes(20 * MIB + 17);
    Path source = Files.write(folder.resolve("source"), content);
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings(compression));
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      ReceivingSession receiver = pair.receiver();
      receiver.receiveBlocks(new CollectingSink(out));
      send(sender, source, content.length);
      sender.awaitDelivered();
      assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }
  }

  @Test
  void tellsTheSenderWhenAllIsDone() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      CompletableFuture<Boolean> heard = WirePair.inBackground(() -> receiver.done("17 files"));
      assertThat(sender.awaitDone()).isEqualTo("17 files");
      assertThat(heard.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsTheReceiverWhyTheSenderFails() throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      ReceivingSession receiver = pair.receiver();
      sender.fail(new AgentException(ErrorCode.IO_FAILED, "the snapshot ran full"));
      assertThatThrownBy(() -> receiver.input().read())
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("the snapshot ran full");
    }
  }

  @Test
  void refusesASenderWithAnotherSecret() throws Exception {
    try (WirePair pair = new WirePair(WirePair.withSecret("a secret of the receiver"))) {
      assertThatThrownBy(() -> pair.connect(WirePair.withSecret("a secret of somebody else")))
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", ErrorCode.UNAUTHORIZED)
          .hasMessageContaining("SeedSecretFile");
    }
  }

  @Test
  void namesAFileThatHasBecomeShorter() throws Exception {
    Path source = Files.write(folder.resolve("source"), bytes(100));
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      pair.receiver().receiveBlocks(new CollectingSink(FileChannel.open(source)));
      sender.sendFile(1, 0, 200, source);
      assertThatThrownBy(sender::awaitDelivered)
          .isInstanceOf(AgentException.class)
          .hasMessageContaining("source has become shorter");
    }
  }

  private static void send(SendingSession sender, Path file, int length)
      throws InterruptedException {
    for (int position = 0; position < length; position += MIB) {
      sender.sendFile(1, position, Math.min(MIB, length - position), file);
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    java.util.Arrays.fill(bytes, 0, length / 2, (byte) 7);
    return bytes;
  }
}
