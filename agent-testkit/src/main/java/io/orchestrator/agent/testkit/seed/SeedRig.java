package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two hosts on this machine, a source and a target, each with a transport of its own. One that
 * {@link SeedTransport#usesWire()} gets its ends of a real connection, as from the host: that
 * listens, connects, tells the failures, and says at the end that all is done.
 */
final class SeedRig {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long SEED = 20_260_101;

  private final Path sourceFolder;
  private final Path datadir;
  private final SeedTransport source;
  private final SeedTransport target;
  private final Duration patience;
  private final int port = freePort();
  private final Set<Long> childrenBefore = children();
  private final List<TransferRun> runs = new ArrayList<>();
  private final List<Relay> relays = new ArrayList<>();

  /**
   * A rig.
   *
   * @param folder where the two hosts have their folders
   * @param transport makes the transport of a host
   * @param patience how long a seed may take until it has come to its end
   */
  SeedRig(Path folder, Function<FakeAgentContext, SeedTransport> transport, Duration patience)
      throws IOException {
    this.patience = patience;
    sourceFolder = Files.createDirectories(folder.resolve("source/snapshot"));
    source = transport.apply(FakeAgentContext.in(folder.resolve("source")));
    FakeAgentContext targetContext = FakeAgentContext.in(folder.resolve("target"));
    datadir = folder.resolve("target/datadir").toAbsolutePath().normalize();
    target = transport.apply(targetContext);
  }

  /** The source has a data directory with everything that is hard to copy. */
  void fillSource(long bytes) throws IOException {
    new DatadirGenerator(SEED).generate(sourceFolder, bytes);
  }

  /** The source has a single file. */
  void fillSourceWithOneFile() throws IOException {
    Files.writeString(sourceFolder.resolve("ibdata1"), "all that there is");
  }

  Path datadir() {
    return datadir;
  }

  int port() {
    return port;
  }

  /** A relay before the target's port. */
  Relay relay(long holdAfter) throws IOException {
    Relay relay = new Relay(port, holdAfter);
    relays.add(relay);
    return relay;
  }

  /** Starts to receive and waits until the transport listens. */
  TransferRun receive() throws InterruptedException {
    return receive(patience);
  }

  /** The same with this limit for the sender's coming. */
  TransferRun receive(Duration connectLimit) throws InterruptedException {
    TransferRun run = receiveUnheard(connectLimit);
    boolean listening = run.transfer().awaitListening(patience);
    if (!listening && run.endsWithin(Duration.ZERO)) {
      run.result(Duration.ZERO);
    }
    assertThat(listening)
        .as("receive() must call listening() as soon as it accepts a connection")
        .isTrue();
    return run;
  }

  /** Starts to receive. */
  TransferRun receiveUnheard(Duration connectLimit) {
    FakeTransfer transfer = new FakeTransfer();
    ReceiveRequest request =
        new ReceiveRequest(new SeedId(7), datadir, LOOPBACK, port, connectLimit);
    return started(
        new TransferRun("receive", transfer, () -> HostCall.receive(target, request, transfer)));
  }

  /** Starts to send to the target's port. */
  TransferRun send() {
    return send(port, patience);
  }

  /** Starts to send to this port. */
  TransferRun send(int toPort, Duration connectLimit) {
    FakeTransfer transfer = new FakeTransfer();
    SendRequest request =
        new SendRequest(new SeedId(7), sourceFolder, LOOPBACK, toPort, connectLimit);
    return started(
        new TransferRun("send", transfer, () -> HostCall.send(source, request, transfer)));
  }

  void finish() throws InterruptedException {
    target.finish(new FinishRequest(new SeedId(7), datadir, LOOPBACK));
  }

  /** Seeds from start to end. */
  void seed() throws InterruptedException {
    TransferRun receive = receive();
    TransferRun send = send();
    send.result(patience);
    receive.result(patience);
  }

  /** In words, each beginning with a name. */
  List<String> differences() throws IOException, InterruptedException {
    return differences(sourceFolder, datadir);
  }

  /** How the source differs from what was filled in. */
  List<String> changesOfSource(long bytes) throws IOException, InterruptedException {
    Path reference = sourceFolder.resolveSibling("reference");
    new DatadirGenerator(SEED).generate(reference, bytes);
    return differences(reference, sourceFolder);
  }

  private static List<String> differences(Path original, Path copy)
      throws IOException, InterruptedException {
    return TreeComparison.exact()
        .toTheSecond()
        .ignoringTheAgentsOwn()
        .compare(original, copy)
        .found();
  }

  /** Requires that the port is free and every process gone. Ends what is left before it fails. */
  void requireNothingLeft() throws Exception {
    for (Relay relay : relays) {
      relay.close();
    }
    for (TransferRun run : runs) {
      if (!run.endsWithin(Duration.ZERO)) {
        run.abort();
      }
    }
    for (TransferRun run : runs) {
      assertThat(run.endsWithin(patience)).as("an aborted transfer must come to an end").isTrue();
      assertThat(run.transfer().processes())
          .as("processes of a transfer that are left when the host has ended them all")
          .isEmpty();
    }
    assertPortIsFree();
    assertThat(children())
        .as("processes that the transport started by other means than Transfer.commands()")
        .isSubsetOf(childrenBefore);
  }

  void assertPortIsFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw new AssertionError(
          "The seed port must be free when receive() is over, but: " + taken.getMessage(), taken);
    }
  }

  private TransferRun started(TransferRun run) {
    runs.add(run);
    return run;
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new IllegalStateException("No port is free", failed);
    }
  }
}
