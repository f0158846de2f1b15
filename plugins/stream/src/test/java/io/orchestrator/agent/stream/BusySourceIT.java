package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.wire.WirePair;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source that has much to do and nothing to send: its target must not take it for stuck. */
@Tag("stream")
@Timeout(60)
class BusySourceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void isHeardOfByTheTargetWhileItMeasures() throws Exception {
    Path go = folder.resolve("go");
    String slow = "while [ ! -e %s ]; do sleep 0.05; done; exec /usr/bin/du \"$@\"".formatted(go);
    try (StreamHosts hosts = new StreamHosts(folder)) {
      hosts.sendingBy(commands -> OtherPrograms.of(commands).withScript(folder, "du", slow));
      hosts.start();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> hosts.sending().phases().contains("measuring the snapshot"));
      awaitGrowth(hosts.receiving());
      awaitGrowth(hosts.receiving());
      Files.createFile(go);
      hosts.sent();
      hosts.received();
    }
  }

  private static void awaitGrowth(FakeTransfer receiving) {
    long before = receiving.transferred();
    Awaitility.await().atMost(PATIENCE).until(() -> receiving.transferred() > before);
  }

  @Test
  void saysThatItWorksWhileItLooksForChanges() throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    Files.createFile(source.resolve("ibdata1"));
    StreamSeed seed = new StreamSeed(FakeAgentContext.in(folder.resolve("host")));
    try (WirePair pair = WirePair.connect("stream");
        FakeTransfer sending = new FakeTransfer()) {
      sending.sendsOver(pair.sender());
      SendRequest request = new SendRequest(new SeedId(1), source, "127.0.0.1", 1, PATIENCE);
      FutureTask<?> send = new FutureTask<>(() -> seed.send(request, sending));
      new Thread(send, "stream-test-send").start();
      DataInputStream in = new DataInputStream(new BufferedInputStream(pair.receiver().input()));
      readList(in);
      DataOutputStream out = new DataOutputStream(pair.receiver().output());
      out.writeByte(Format.GO);
      out.writeByte(Format.NO_BASIS);
      out.writeByte(1);
      out.flush();

      assertThat(in.readUnsignedByte()).isEqualTo(Format.WORKING);
      int last = in.readUnsignedByte();
      while (last == Format.WORKING) {
        last = in.readUnsignedByte();
      }
      assertThat(last).isEqualTo(Format.ALL_SENT);
      assertThat(send.get()).isNotNull();
    }
  }

  private static void readList(DataInputStream in) throws Exception {
    assertThat(in.readInt()).isEqualTo(Format.MAGIC);
    assertThat(in.readInt()).isEqualTo(Format.VERSION);
    int type = in.readUnsignedByte();
    while (type != Format.END_OF_LIST) {
      if (type != Format.WORKING) {
        assertThat(EntryFormat.read(type, in)).isNotNull();
      }
      type = in.readUnsignedByte();
    }
    assertThat(Totals.read(in).entries()).isEqualTo(2);
  }

  @Test
  void isTakenForOneThatWorks() throws Throwable {
    byte[] content = {1, 2, 3};
    try (HostileSender sender = new HostileSender(folder)) {
      sender.begin().file(0, "x", content.length).workUntilHeard().end().awaitGo();
      sender.block(2, 0, content).workUntilHeard().allSent();

      assertThat(sender.received().bytes()).isPositive();
      assertThat(sender.datadir().resolve("x")).hasBinaryContent(content);
    }
  }
}
