package io.orchestrator.agent.wire;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A program that sends from files and from memory over as many connections as there may be, to the
 * port that the property {@code port} names.
 */
final class SmallSender {
  /** Each is as large as a block may be. */
  static final int BLOCKS = 600;

  private SmallSender() {}

  /** Runs it in that folder. */
  public static void main(String[] arguments) throws Exception {
    byte[] noise = new byte[FrameHeader.MAX_BLOCK];
    new Random(3).nextBytes(noise);
    Path source = Files.write(Path.of(arguments[0], "source"), noise);
    WireSettings usual = WirePair.patient();
    WireSettings settings =
        new WireSettings(
            usual.agentVersion(),
            usual.tls(),
            usual.verifyNames(),
            usual.secret(),
            usual.allowed(),
            Hello.MAX_LANES,
            WireSettings.Compression.valueOf(System.getProperty("compression")),
            usual.peerLimit(),
            usual.reconnectLimit());
    try (SendingSession sender =
        SendingSession.connect(
            settings,
            new RateLimit(0),
            "127.0.0.1",
            Integer.getInteger("port"),
            WirePair.SEED,
            "stream",
            Duration.ofMinutes(1))) {
      for (int block = 0; block < BLOCKS; block++) {
        if (block % 2 == 0) {
          sender.sendFile(1, 0, noise.length, source);
        } else {
          // As one that a transport has composed: on the heap, and nobody else's.
          sender.sendBytes(1, 0, ByteBuffer.wrap(noise.clone()));
        }
      }
      sender.awaitDelivered();
    }
    System.exit(0);
  }
}
