package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.testkit.seed.UnusedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A source and a target whose transports take the agents' own connection. */
final class WireHosts {
  private static final String ADDRESS = "127.0.0.1";

  private final Path folder;
  private final int port = UnusedPort.find();
  private final TestHost target;
  private final TestHost source;
  private final TestWireTransport targets = new TestWireTransport("wire");
  private final TestWireTransport sources = new TestWireTransport("wire");
  private boolean mounted;

  WireHosts(Path folder) throws IOException {
    this.folder = folder;
    target = new TestHost(Files.createDirectory(folder.resolve("target"))).offering(targets);
    source = new TestHost(Files.createDirectory(folder.resolve("source"))).offering(sources);
    source.store().add("one-my");
    both("SeedTransport", "wire");
    both("SeedPort", port);
    both("SeedConnectSeconds", 10);
    target.with("SeedListenAddress", ADDRESS);
  }

  WireHosts both(String key, Object value) {
    target.with(key, value);
    source.with(key, value);
    return this;
  }

  TestHost target() {
    return target;
  }

  TestHost source() {
    return source;
  }

  TestWireTransport targets() {
    return targets;
  }

  TestWireTransport sources() {
    return sources;
  }

  int port() {
    return port;
  }

  Seeds onTarget() {
    return new Seeds(target);
  }

  Seeds onSource() {
    return new Seeds(source);
  }

  void receive(long id) throws InterruptedException {
    onTarget().receive(id);
  }

  void send(long id) throws InterruptedException {
    if (!mounted) {
      source
          .get(SnapshotCommands.class)
          .mount(folder.resolve("source/snapshots/one-my").toString());
      mounted = true;
    }
    source.get(SendSeed.class).send(Seeds.id(id), ADDRESS);
  }

  /** Seeds as orchestrator does, and waits until both ends are over. */
  void seed(long id) throws InterruptedException {
    receive(id);
    send(id);
    awaitOver();
  }

  void awaitOver() {
    onTarget().awaitOver();
    onSource().awaitOver();
  }

  /** A seed that goes well, whatever was before. */
  void requireGoodSeed(long id) throws Exception {
    Files.deleteIfExists(target.datadir().resolve("ibdata1"));
    targets.receives(TestWireTransport::receiveFile);
    sources.sends(TestWireTransport::sendFile);
    seed(id);
    assertThat(onSource().reason(id)).isEqualTo("sent one file");
    assertThat(onTarget().reason(id)).isEqualTo("received one file");
    assertThat(onTarget().succeeded(id)).isTrue();
    assertThat(onSource().state(id)).isEqualTo("SUCCEEDED");
    assertThat(target.datadir().resolve("ibdata1"))
        .hasSameBinaryContentAs(folder.resolve("source/origin/ibdata1"));
    requireQuiet();
  }

  /** Neither a thread nor the open port is left of any seed. */
  void requireQuiet() {
    await()
        .atMost(Seeds.SOON)
        .untilAsserted(
            () -> {
              assertThat(threads()).isEmpty();
              assertThat(isOpen()).as("the seed port is open").isFalse();
            });
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("seed-"))
        .toList();
  }

  boolean isOpen() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
