package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.wire.WirePair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A sender that a test plays, byte by byte if it likes, and a real receiver. */
final class HostileSender implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final Attributes ATTRIBUTES = attributes(0640);

  private final WirePair pair = WirePair.connect("stream");
  private final FakeTransfer transfer = new FakeTransfer();
  private final Path datadir;
  private final CompletableFuture<TransferResult> result;
  private final DataInputStream in = new DataInputStream(pair.sender().input());
  final DataOutputStream out;
  private int entries;
  private int files;
  private long bytes;

  HostileSender(Path folder) throws Exception {
    this(folder, Optional.empty());
  }

  HostileSender(Path folder, Optional<KeptDatadir> kept) throws Exception {
    datadir = Files.createDirectories(folder.resolve("datadir"));
    transfer.receivesOver(pair.receiver());
    StreamSeed target = new StreamSeed(FakeAgentContext.in(folder.resolve("host")));
    ReceiveRequest request =
        new ReceiveRequest(new SeedId(1), datadir, "", 1, Duration.ofSeconds(10), List.of(), kept);
    result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return target.receive(request, transfer);
              } catch (InterruptedException stopped) {
                throw new CompletionException(stopped);
              }
            });
    out = new DataOutputStream(pair.sender().output());
  }

  private static Attributes attributes(int mode) {
    int uid;
    int gid;
    try {
      uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      gid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return new Attributes(mode, uid, gid, 1_000_000_000, 7, Map.of());
  }

  Path datadir() {
    return datadir;
  }

  /** Says what a list begins with, and the data directory, and a file ibdata1 of no bytes. */
  HostileSender begin() throws IOException {
    out.writeInt(Format.MAGIC);
    out.writeInt(Format.VERSION);
    return folder(0, "").file(0, "ibdata1", 0);
  }

  HostileSender folder(int parent, String name) throws IOException {
    return entry(Entry.folder(parent, name(name), attributes(0750)));
  }

  HostileSender file(int parent, String name, long size) throws IOException {
    return entry(Entry.file(parent, name(name), ATTRIBUTES, size));
  }

  /** A file that was changed so many seconds after 1970. */
  HostileSender fileOf(long seconds) throws IOException {
    Owner owner = ATTRIBUTES.owner();
    return entry(
        Entry.file(
            0, name("x"), new Attributes(0640, owner.uid(), owner.gid(), seconds, 0, Map.of()), 3));
  }

  /** A file of that mode. */
  HostileSender fileOfMode(String name, int mode) throws IOException {
    return entry(Entry.file(0, name(name), attributes(mode), 3));
  }

  /** A file with these extended attributes. */
  HostileSender fileWith(Map<String, byte[]> extended) throws IOException {
    Owner owner = ATTRIBUTES.owner();
    return entry(
        Entry.file(
            0, name("x"), new Attributes(0640, owner.uid(), owner.gid(), 1, 0, extended), 3));
  }

  HostileSender symbolicLink(int parent, String name, String target) throws IOException {
    return entry(Entry.symbolicLink(parent, name(name), ATTRIBUTES, name(target)));
  }

  HostileSender hardLink(int parent, String name, int first) throws IOException {
    return entry(Entry.hardLink(parent, name(name), ATTRIBUTES, first));
  }

  HostileSender entry(Entry entry) throws IOException {
    EntryFormat.write(entry, out);
    entries++;
    if (entry.isFile()) {
      files++;
      bytes += entry.size();
    }
    return this;
  }

  private static RawName name(String text) {
    return new RawName(text.getBytes(StandardCharsets.UTF_8));
  }

  HostileSender end() throws IOException {
    return end(new Totals(entries, files, bytes, 0));
  }

  HostileSender end(Totals totals) throws IOException {
    out.writeByte(Format.END_OF_LIST);
    totals.write(out);
    out.flush();
    return this;
  }

  /** Waits until the receiver has accepted the list. */
  HostileSender awaitGo() throws IOException {
    int answer = in.read();
    while (answer == Format.WORKING) {
      answer = in.read();
    }
    if (answer != Format.GO) {
      throw new IOException("that was no go");
    }
    return this;
  }

  /** What the receiver says next. */
  DataInputStream in() {
    return in;
  }

  /** Says that it works, until the receiver has told its host so. */
  HostileSender workUntilHeard() throws IOException {
    long before = transfer.transferred();
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(
            () -> {
              out.writeByte(Format.WORKING);
              out.flush();
              return transfer.transferred() > before;
            });
    return this;
  }

  HostileSender block(long id, long position, byte[] content) throws InterruptedException {
    pair.sender().sendBytes(id, position, ByteBuffer.wrap(content));
    return this;
  }

  HostileSender awaitDelivered() throws InterruptedException {
    pair.sender().awaitDelivered();
    return this;
  }

  HostileSender allSent() throws IOException, InterruptedException {
    awaitDelivered();
    out.writeByte(Format.ALL_SENT);
    out.close();
    return this;
  }

  /** How the receiver ends; throws what it throws. */
  TransferResult received() throws Throwable {
    try {
      out.flush();
    } catch (IOException | RuntimeException over) {
      // The receiver tells why.
    }
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failed) {
      throw failed.getCause();
    }
  }

  @Override
  public void close() {
    pair.close();
    transfer.close();
  }
}
