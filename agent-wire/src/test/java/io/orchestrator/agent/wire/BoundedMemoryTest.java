package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As much as docs/seed-wire.md says that a peer can make a receiver use, and little more. */
@Timeout(300)
class BoundedMemoryTest {
  private static final int MIB = 1 << 20;
  private static final int WINDOW_BYTES = OrderedOutput.WINDOW * FrameHeader.MAX_ORDERED;

  @TempDir Path folder;

  @Test
  void staysWithinItsMemoryWhateverAPeerSends() throws Exception {
    List<RawClient> lanes = new ArrayList<>();
    try (Forked receiver =
        new Forked(
            SmallReceiver.class,
            folder,
            "-Xmx24m",
            "-XX:MaxDirectMemorySize=36m",
            "-XX:+UseSerialGC")) {
      int port = port(receiver);
      RawClient control = connected(port, 0);
      lanes.add(control);
      for (int lane = 1; lane <= Hello.MAX_LANES; lane++) {
        lanes.add(connected(port, lane));
      }
      sendsABomb(lanes.get(1));
      lanes.set(1, connected(port, 1));
      for (RawClient lane : lanes.subList(1, Hello.MAX_LANES + 1)) {
        makesItUseBothBuffers(lane);
      }
      fillsTheWindow(control);
      crowdsIn(port);
      saysTheSameAgainAndAgain(control);
      control.say(frame(FrameType.ORDERED, 0, OrderedOutput.WINDOW, 1, new byte[1]));
      assertThat(control.isHungUpOn()).isTrue();
      Files.createFile(folder.resolve("read"));
      receiver.requireSuccess();
      assertThat(receiver.told()).contains(SmallReceiver.READ + WINDOW_BYTES);
    } finally {
      lanes.forEach(RawClient::close);
    }
  }

  private static int port(Forked receiver) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                receiver.told().stream()
                    .filter(line -> line.startsWith(SmallReceiver.PORT))
                    .map(line -> Integer.parseInt(line.substring(SmallReceiver.PORT.length())))
                    .findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static RawClient connected(int port, int lane) throws IOException {
    RawClient client = new RawClient(port);
    client.read();
    HeaderBlock hello =
        RawClient.hello()
            .with("lanes", Hello.MAX_LANES)
            .with("lane", lane)
            .with("first", lane == 0 ? "yes" : "no");
    assertThat(client.say(hello).read().first()).isEqualTo("welcome");
    return client;
  }

  /** It says that it unpacks to 1 MiB, and would unpack to 16. */
  private static void sendsABomb(RawClient lane) throws IOException {
    byte[] bomb = Zstd.compress(new byte[16 * MIB]);
    lane.say(frame(FrameType.BLOCK, FrameHeader.ZSTD, 1, MIB, bomb));
    assertThat(lane.isHungUpOn()).isTrue();
  }

  /** A block that has to be unpacked, and most of one as large as they may be. */
  private static void makesItUseBothBuffers(RawClient lane) throws IOException {
    byte[] packed = Zstd.compress(new byte[MIB]);
    lane.say(frame(FrameType.BLOCK, FrameHeader.ZSTD, 1, MIB, packed));
    byte[] large = frame(FrameType.BLOCK, 0, 1, MIB, new byte[MIB]);
    lane.say(java.util.Arrays.copyOf(large, large.length - 10));
  }

  private static void fillsTheWindow(RawClient control) throws IOException {
    byte[] bytes = new byte[FrameHeader.MAX_ORDERED];
    for (int number = 0; number < OrderedOutput.WINDOW; number++) {
      int flags = number == OrderedOutput.WINDOW - 1 ? FrameHeader.END : 0;
      control.say(frame(FrameType.ORDERED, flags, number, bytes.length, bytes));
    }
  }

  private static void saysTheSameAgainAndAgain(RawClient control) throws IOException {
    for (int times = 0; times < 20; times++) {
      fillsTheWindow(control);
    }
  }

  /** Many say a little less than what would end a greeting. */
  private static void crowdsIn(int port) throws IOException {
    String endless = "hello\n" + "a".repeat(HeaderBlock.MAX_BYTES - 10);
    List<RawClient> crowd = new ArrayList<>();
    try {
      for (int visitor = 0; visitor < 300; visitor++) {
        crowd.add(new RawClient(port).say(endless));
      }
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  private static byte[] frame(FrameType type, int flags, long id, int rawLength, byte[] payload) {
    ByteBuffer frame =
        ByteBuffer.allocate(
            FrameHeader.SIZE + payload.length + (payload.length == 0 ? 0 : Integer.BYTES));
    new FrameHeader(type, flags, payload.length, id, 0, rawLength).putInto(frame);
    if (payload.length > 0) {
      CRC32C crc = new CRC32C();
      crc.update(payload);
      frame.put(payload).putInt((int) crc.getValue());
    }
    return frame.array();
  }
}
