package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Two hosts on this machine, a source and a target, each with a transport of its own. One that
 * {@link SeedTransport#usesWire()} gets its ends of a real connection, as from the host: that
 * listens, connects, tells the failures, and says at the end that all is done.
 */
final class SeedRig {
  private static final String LOOPBACK = "127.0.0.1";
  private static final SeedId SEED = new SeedId(7);

  private final SeedFolders folders;
  private final SeedTransport source;
  private final SeedTransport target;
  private final Duration patience;
  private final int port = UnusedPort.find();
  private final SeedLeftovers leftovers;
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
    this(
        folder,
        transport.apply(FakeAgentContext.in(folder.resolve("source"))),
        transport.apply(FakeAgentContext.in(folder.resolve("target"))),
        patience);
  }

  private SeedRig(Path folder, SeedTransport source, SeedTransport target, Duration patience)
      throws IOException {
    this.source = source;
    this.target = target;
    this.patience = patience;
    folders = new SeedFolders(folder);
    leftovers = new SeedLeftovers(folders.hosts(), port, patience);
  }

  /** Another source folder, datadir and port of the same two transports. */
  SeedRig beside(Path other) throws IOException {
    return new SeedRig(other, source, target, patience);
  }

  SeedTransport source() {
    return source;
  }

  SeedFolders folders() {
    return folders;
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
    // Source folders are filled meanwhile.
    return receive(patience.multipliedBy(4));
  }

  /** The same with this limit for the sender's coming. */
  TransferRun receive(Duration connectLimit) throws InterruptedException {
    return listening(receiver(request(LOOPBACK, connectLimit, Optional.empty())).start());
  }

  /** The same at this address, empty for all. */
  TransferRun receiveAt(String address) throws InterruptedException {
    return listening(receiver(request(address, patience, Optional.empty())).start());
  }

  /** The same with what was in the datadir before. */
  TransferRun receiveWith(KeptDatadir kept) throws InterruptedException {
    return listening(receiver(request(LOOPBACK, patience, Optional.of(kept))).start());
  }

  /** The same with what earlier receives have left, the latest first. */
  TransferRun receiveAfter(List<Path> earlier) throws InterruptedException {
    ReceiveRequest request =
        new ReceiveRequest(
            SEED, folders.datadir(), LOOPBACK, port, patience, earlier, Optional.empty());
    return listening(receiver(request).start());
  }

  private TransferRun listening(TransferRun run) throws InterruptedException {
    boolean listening = run.transfer().awaitListening(patience);
    if (!listening && run.endsWithin(Duration.ZERO)) {
      run.result(Duration.ZERO);
    }
    assertThat(listening)
        .as("receive() must call listening() as soon as it accepts a connection")
        .isTrue();
    return run;
  }

  /** A receive that is yet to be started. */
  TransferRun receiver(Duration connectLimit) {
    return receiver(request(LOOPBACK, connectLimit, Optional.empty()));
  }

  private TransferRun receiver(ReceiveRequest request) {
    FakeTransfer transfer = new FakeTransfer();
    return noted(
        new TransferRun("receive", transfer, () -> HostCall.receive(target, request, transfer)));
  }

  private ReceiveRequest request(
      String address, Duration connectLimit, Optional<KeptDatadir> kept) {
    return new ReceiveRequest(
        SEED, folders.datadir(), address, port, connectLimit, List.of(), kept);
  }

  /** Starts to send to the target's port. */
  TransferRun send() {
    return sender(LOOPBACK, port, patience).start();
  }

  /** A send that is yet to be started. */
  TransferRun sender(String toHost, int toPort, Duration connectLimit) {
    FakeTransfer transfer = new FakeTransfer();
    SendRequest request = new SendRequest(SEED, folders.source(), toHost, toPort, connectLimit);
    return noted(new TransferRun("send", transfer, () -> HostCall.send(source, request, transfer)));
  }

  /** The same to this port of the loopback device. */
  TransferRun sender(int toPort, Duration connectLimit) {
    return sender(LOOPBACK, toPort, connectLimit);
  }

  void finish() throws InterruptedException {
    target.finish(new FinishRequest(SEED, folders.datadir(), LOOPBACK));
  }

  /** Seeds from start to end. */
  void seed() throws InterruptedException {
    seed(patience);
  }

  /** The same within this time. */
  void seed(Duration limit) throws InterruptedException {
    TransferRun receive = receive();
    TransferRun send = send();
    boolean sent = send.endsWithin(limit) && send.returns(Duration.ZERO);
    if (!sent && receive.endsWithin(Duration.ZERO) && receive.returns(Duration.ZERO)) {
      throw new AssertionError(
          "receive() has returned, though send() has not: it must return only when all has"
              + " arrived");
    }
    send.result(limit);
    receive.result(limit);
  }

  /** Requires that everything has ended and is gone. Ends what is left before it fails. */
  void requireNothingLeft() throws Exception {
    for (Relay relay : relays) {
      relay.close();
    }
    for (TransferRun run : runs) {
      if (!run.endsWithin(Duration.ZERO)) {
        run.abort();
      }
    }
    try {
      for (TransferRun run : runs) {
        assertThat(run.endsWithin(patience)).as("an aborted transfer must come to an end").isTrue();
      }
    } finally {
      folders.close();
    }
    leftovers.requireNone(runs);
  }

  void assertPortIsFree() {
    leftovers.requireFreePort();
  }

  private TransferRun noted(TransferRun run) {
    runs.add(run);
    return run;
  }
}
