package io.orchestrator.agent.wire;

import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A program that sends blocks, and ordered bytes both ways at once, inside TLS. */
final class LongTlsStreams {
  static final int SIZE = 24 << 20;
  static final String OUTCOME = "outcome";
  static final String ALL_ARRIVED = "all has arrived";
  static final String FIRST_CONNECTIONS = "on the first connections";

  private LongTlsStreams() {}

  /** Runs it in that folder. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    SSLContext tls = Certificates.inside(folder.resolve("ours")).signed("both", "-1H");
    WireSettings settings = WirePair.patientWithTls(tls);
    byte[] content = new byte[SIZE];
    new Random(17).nextBytes(content);
    Path source = Files.write(folder.resolve("source"), content);
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(settings);
        Relay relay = new Relay(pair.port());
        SendingSession sender = pair.connect(settings, relay.port());
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      ReceivingSession receiver = pair.receiver();
      receiver.receiveBlocks(new CollectingSink(out));
      CompletableFuture<byte[]> there = WirePair.inBackground(receiver.input()::readAllBytes);
      CompletableFuture<byte[]> here = WirePair.inBackground(sender.input()::readAllBytes);
      CompletableFuture<Void> sent = written(sender.output(), content);
      CompletableFuture<Void> answered = written(receiver.output(), content);
      for (int position = 0; position < SIZE; position += FrameHeader.MAX_BLOCK) {
        int length = Math.min(FrameHeader.MAX_BLOCK, SIZE - position);
        sender.sendFile(1, position, length, source);
      }
      sender.awaitDelivered();
      CompletableFuture.allOf(sent, answered).get(60, TimeUnit.SECONDS);
      boolean forth = Arrays.equals(content, there.get(60, TimeUnit.SECONDS));
      boolean back = Arrays.equals(content, here.get(60, TimeUnit.SECONDS));
      boolean blocks = Files.mismatch(source, copy) == -1;
      String contents =
          forth && back && blocks
              ? ALL_ARRIVED
              : "forth: " + forth + ", back: " + back + ", blocks: " + blocks;
      // Nothing was mended: the control lane and two of blocks.
      String connections =
          relay.connections() == 3 ? FIRST_CONNECTIONS : "on " + relay.connections();
      // Not to where TLS tells its steps, at the same time and in the middle of a line.
      Files.write(folder.resolve(OUTCOME), List.of(contents, connections));
    }
    System.exit(0);
  }

  private static CompletableFuture<Void> written(OutputStream output, byte[] content) {
    return WirePair.inBackground(
        () -> {
          output.write(content);
          output.close();
          return null;
        });
  }
}
