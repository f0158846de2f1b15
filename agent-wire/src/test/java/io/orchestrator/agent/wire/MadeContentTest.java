package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.wire.BlockContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks whose content is made when they are sent. */
@Timeout(60)
class MadeContentTest {
  private static final int BLOCK = 256 << 10;
  private static final int BLOCKS = 40;

  @TempDir Path folder;

  @Test
  void isMadeOnceMoreForABlockThatWasLost() throws Exception {
    byte[] content = new byte[BLOCKS * BLOCK];
    new Random(4).nextBytes(content);
    Path copy = Files.createFile(folder.resolve("copy"));
    AtomicInteger made = new AtomicInteger();
    try (WirePair pair = new WirePair(WirePair.settings());
        Relay relay = new Relay(pair.port());
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      relay.harm(BLOCKS / 2 * BLOCK + 1, Relay.Harm.CUT_ALL);
      try (SendingSession sender = pair.connect(WirePair.settings(), relay.port())) {
        pair.receiver().receiveBlocks(new CollectingSink(out));
        for (int block = 0; block < BLOCKS; block++) {
          int from = block * BLOCK;
          sender.sendContent(
              1,
              from,
              BLOCK,
              into -> {
                made.incrementAndGet();
                into.put(content, from, BLOCK);
              });
        }
        sender.awaitDelivered();
      }
      assertThat(relay.done()).isEqualTo(1);
    }
    assertThat(made).hasValueGreaterThan(BLOCKS);
    assertThat(copy).hasBinaryContent(content);
  }

  @Test
  void hasRoomBehindAShorterBlock() throws Exception {
    Path copy = Files.createFile(folder.resolve("copy"));
    byte[] content = {1, 2, 3};
    try (WirePair pair = new WirePair(WirePair.settings());
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE);
        SendingSession sender = pair.connect(WirePair.settings())) {
      pair.receiver().receiveBlocks(new CollectingSink(out));
      for (int block = 0; block < BLOCKS; block++) {
        sender.sendBytes(1, 0, ByteBuffer.wrap(content, 0, 1));
      }
      for (int block = 0; block < BLOCKS; block++) {
        sender.sendContent(1, 0, content.length, into -> into.put(content));
      }
      sender.awaitDelivered();
    }
    assertThat(copy).hasBinaryContent(content);
  }

  @Test
  void failsTheSeedWithTheReasonOfWhoMakesIt() throws Exception {
    assertFails(
        into -> {
          throw new AgentException(ErrorCode.PERMISSION_DENIED, "Could not send t1.ibd");
        },
        ErrorCode.PERMISSION_DENIED,
        "Could not send t1.ibd");
  }

  @Test
  void failsTheSeedIfItCanNotBeMade() throws Exception {
    assertFails(
        into -> {
          throw new IOException("Input/output error");
        },
        ErrorCode.IO_FAILED,
        "the content of a block could not be made: java.io.IOException: Input/output error");
  }

  @Test
  void failsTheSeedIfThereIsTooLittle() throws Exception {
    assertFails(
        into -> into.put((byte) 1), ErrorCode.IO_FAILED, "a block of 2 bytes was made of 1");
  }

  private static void assertFails(BlockContent content, ErrorCode code, String reason)
      throws Exception {
    try (WirePair pair = new WirePair(WirePair.settings());
        SendingSession sender = pair.connect(WirePair.settings())) {
      sender.sendContent(1, 0, 2, content);
      assertThatThrownBy(sender::awaitDelivered)
          .isInstanceOf(AgentException.class)
          .hasFieldOrPropertyWithValue("code", code)
          .hasMessageContaining(reason);
      assertThatThrownBy(() -> pair.receiver().input().read()).hasMessageContaining(reason);
    }
  }
}
