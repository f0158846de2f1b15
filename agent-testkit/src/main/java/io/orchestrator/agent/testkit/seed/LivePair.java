package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A source with a running server and an empty target on this machine, for tests of a transport that
 * seeds from the running server. Set it up, start it, and look at how both sides end.
 */
public final class LivePair implements AutoCloseable {
  private static final SeedId SEED = new SeedId(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Function<FakeAgentContext, SeedTransport> transport;
  private final Path targetFolder;
  private final int port;
  private LiveHost source;
  private LiveHost target;
  private long bytesPerSecond;
  private LongPredicate room = bytes -> true;
  private Predicate<String> abortedIn = phase -> false;
  private Optional<TransferRun> sender = Optional.empty();
  private Optional<TransferRun> receiver = Optional.empty();

  /**
   * Hosts.
   *
   * @param folder where they have their folders; the target's datadir is {@code target/data} in it
   * @param server the source's
   * @param transport makes a host's
   */
  public LivePair(
      Path folder, PrivateMariaDb server, Function<FakeAgentContext, SeedTransport> transport)
      throws IOException {
    this(
        folder,
        FakeMySqlFacts.of(server.datadir().toAbsolutePath())
            .withPort(server.port())
            .withSocket(server.socket()),
        transport);
  }

  /** Hosts of which the source has a server that the test plays by {@link OtherPrograms}. */
  public LivePair(
      Path folder, FakeMySqlFacts server, Function<FakeAgentContext, SeedTransport> transport)
      throws IOException {
    this.transport = transport;
    this.targetFolder = folder.resolve("target");
    Path datadir = Files.createDirectories(datadir());
    this.source = LiveHost.in(folder.resolve("source-host"), server);
    this.target = LiveHost.in(folder.resolve("target-host"), FakeMySqlFacts.of(datadir));
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  /** Both have this setting. */
  public LivePair with(String setting, Object value) {
    return atSource(context -> context.with(setting, value))
        .atTarget(context -> context.with(setting, value));
  }

  /** Changes the source's context; its programs by {@link #withSourcePrograms}. */
  public LivePair atSource(UnaryOperator<FakeAgentContext> change) {
    source = source.with(change);
    return this;
  }

  /** Changes the target's context; its programs by {@link #withTargetPrograms}. */
  public LivePair atTarget(UnaryOperator<FakeAgentContext> change) {
    target = target.with(change);
    return this;
  }

  /** The source has other programs. */
  public LivePair withSourcePrograms(UnaryOperator<OtherPrograms> change) {
    source = source.withPrograms(change);
    return this;
  }

  /** The target has other programs. */
  public LivePair withTargetPrograms(UnaryOperator<OtherPrograms> change) {
    target = target.withPrograms(change);
    return this;
  }

  /** The wire is slow from the start; see {@link FakeTransfer#limitRate}. */
  public LivePair slowedTo(long rate) {
    bytesPerSecond = rate;
    return this;
  }

  /** The target's host answers so for room; see {@link FakeTransfer#answersForRoom}. */
  public LivePair answersForRoom(LongPredicate answer) {
    room = answer;
    return this;
  }

  /** Makes another seed possible: with an empty datadir, at full speed, and not aborted. */
  public LivePair again() throws IOException {
    DatadirContents.delete(datadir());
    bytesPerSecond = 0;
    abortedIn = phase -> false;
    return this;
  }

  /** The receive is aborted as soon as it shows a phase whose words begin so. */
  LivePair abortedIn(String phase) {
    abortedIn = shown -> shown.startsWith(phase);
    return this;
  }

  /** The target's datadir. */
  public Path datadir() {
    return targetFolder.resolve("data");
  }

  /** The source's transport. */
  public SeedTransport sourceTransport() {
    return transport.apply(source.context());
  }

  /** Starts both sides. */
  public LivePair start() throws InterruptedException {
    SeedTransport from = sourceTransport();
    SeedTransport to = transport.apply(target.context());
    FakeTransfer sending = source.transfer();
    FakeTransfer receiving = target.transfer();
    sending.limitRate(bytesPerSecond);
    receiving.answersForRoom(room);
    ReceiveRequest receive = new ReceiveRequest(SEED, datadir(), "127.0.0.1", port, CONNECT_LIMIT);
    SendRequest send =
        new SendRequest(SEED, source.context().mysql().datadir(), "127.0.0.1", port, CONNECT_LIMIT);
    receiver =
        Optional.of(
            new TransferRun("receive", receiving, () -> HostCall.receive(to, receive, receiving))
                .abortedIn(abortedIn)
                .start());
    sender =
        Optional.of(
            new TransferRun("send", sending, () -> HostCall.send(from, send, sending)).start());
    return this;
  }

  /**
   * Seeds from start to end.
   *
   * @return what the target has received
   */
  public TransferResult seed() throws InterruptedException {
    start();
    TransferResult received = receiver().result(PATIENCE);
    TransferResult unused = sent();
    return received;
  }

  /** What the send has returned, once it has. */
  public TransferResult sent() throws InterruptedException {
    return sender().result(PATIENCE);
  }

  /** What the source's transport has reported. */
  public FakeTransfer sending() {
    return sender().transfer();
  }

  /** What the target's transport has reported. */
  public FakeTransfer receiving() {
    return receiver().transfer();
  }

  /** Requires that sending fails, and tells why. */
  public Throwable sendFailure() throws InterruptedException {
    return sender().failure("sending", PATIENCE);
  }

  /** Requires that receiving fails, and tells why. */
  public Throwable receiveFailure() throws InterruptedException {
    return receiver().failure("receiving", PATIENCE);
  }

  /** Aborts the send. */
  public void abortSender() {
    sender().abort();
  }

  /** Aborts the receive. */
  public void abortReceiver() {
    receiver().abort();
  }

  TransferRun sender() {
    return sender.orElseThrow(() -> new IllegalStateException("not started"));
  }

  TransferRun receiver() {
    return receiver.orElseThrow(() -> new IllegalStateException("not started"));
  }

  /** The real programs of both sides that still run; none before the start. */
  public List<String> processes() {
    return Stream.of(sender, receiver)
        .flatMap(Optional::stream)
        .flatMap(run -> run.transfer().processes().stream())
        .toList();
  }

  /** Starts a server on what the target has received. */
  public PrivateMariaDb openTarget(String... options) throws InterruptedException {
    return PrivateMariaDb.open(targetFolder, options);
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    sender.ifPresent(TransferRun::abort);
    receiver.ifPresent(TransferRun::abort);
  }
}
