package io.orchestrator.agent.wire;

import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A program that receives, once it may, and needs little memory for it. */
final class SmallReceiver {
  static final String PORT = "port ";
  static final String READ = "ordered bytes: ";

  private SmallReceiver() {}

  /** Runs it in that folder; it reads the ordered bytes as soon as there is a file "read". */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path copy = Files.createFile(folder.resolve("copy"));
    try (WirePair pair = new WirePair(WirePair.patient());
        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      System.out.println(PORT + pair.port());
      ReceivingSession receiver = pair.listener().awaitSender(Duration.ofMinutes(2));
      receiver.receiveBlocks(new CollectingSink(out));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(folder.resolve("read")));
      System.out.println(READ + receiver.input().transferTo(OutputStream.nullOutputStream()));
    }
    System.exit(0);
  }
}
