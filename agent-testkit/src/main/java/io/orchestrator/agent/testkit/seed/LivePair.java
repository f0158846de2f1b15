package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A source with a running server and an empty target on this machine, for tests of a transport that
 * seeds from the running server. Set it up, start it once, and look at how both sides end.
 */
public final class LivePair implements AutoCloseable {
  private static final SeedId SEED = new SeedId(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Function<FakeAgentContext, SeedTransport> transport;
  private final int port;
  private FakeAgentContext source;
  private FakeAgentContext target;
  private Path datadir;
  private OtherPrograms sourcePrograms = OtherPrograms.of(new ProcessRunner(false));
  private OtherPrograms targetPrograms = sourcePrograms;
  private long bytesPerSecond;
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
    this.source = FakeAgentContext.in(folder.resolve("source-host")).withMySql(server);
    this.target = FakeAgentContext.in(folder.resolve("target-host"));
    this.datadir = Files.createDirectories(folder.resolve("target/data"));
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
  }

  /** Both have this setting. */
  public LivePair with(String setting, Object value) {
    source = source.with(setting, value);
    target = target.with(setting, value);
    return this;
  }

  /** The source has other programs. */
  public LivePair withSourcePrograms(UnaryOperator<OtherPrograms> change) {
    sourcePrograms = change.apply(sourcePrograms);
    source = source.withCommands(sourcePrograms);
    return this;
  }

  /** The target has other programs. */
  public LivePair withTargetPrograms(UnaryOperator<OtherPrograms> change) {
    targetPrograms = change.apply(targetPrograms);
    target = target.withCommands(targetPrograms);
    return this;
  }

  /** The target's datadir is another one. */
  public LivePair receivingInto(Path other) {
    datadir = other;
    return this;
  }

  /** The wire is slow from the start; see {@link FakeTransfer#limitRate}. */
  public LivePair slowedTo(long rate) {
    bytesPerSecond = rate;
    return this;
  }

  /** The receive is aborted as soon as it shows a phase whose words begin so. */
  LivePair abortedIn(String phase) {
    abortedIn = shown -> shown.startsWith(phase);
    return this;
  }

  /** The target's datadir. */
  public Path datadir() {
    return datadir;
  }

  /** The source's transport. */
  public SeedTransport source() {
    return transport.apply(source);
  }

  /** Starts both sides. */
  public LivePair start() throws InterruptedException {
    SeedTransport from = transport.apply(source);
    SeedTransport to = transport.apply(target);
    Path running = source.mysql().datadir();
    FakeTransfer receiving = new FakeTransfer(targetPrograms::on);
    FakeTransfer sending = new FakeTransfer(sourcePrograms::on);
    sending.limitRate(bytesPerSecond);
    receiver =
        Optional.of(
            new TransferRun(
                    "receive",
                    receiving,
                    () ->
                        HostCall.receive(
                            to,
                            new ReceiveRequest(SEED, datadir, "127.0.0.1", port, CONNECT_LIMIT),
                            receiving))
                .abortedIn(abortedIn)
                .start());
    sender =
        Optional.of(
            new TransferRun(
                    "send",
                    sending,
                    () ->
                        HostCall.send(
                            from,
                            new SendRequest(SEED, running, "127.0.0.1", port, CONNECT_LIMIT),
                            sending))
                .start());
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
    TransferResult unused = sender().result(PATIENCE);
    return received;
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

  /** Ends what still runs. */
  @Override
  public void close() {
    sender.ifPresent(TransferRun::abort);
    receiver.ifPresent(TransferRun::abort);
  }
}
