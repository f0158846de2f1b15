package io.orchestrator.agent.testkit.live;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.seed.HostCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * Two hosts of a test: a source whose MariaDB server runs and writes a binary log, and a target
 * with an empty datadir. Both have a transport that takes the wire.
 */
public final class LiveHosts implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final SeedId SEED = new SeedId(7);

  /** Makes the transport of a host. */
  public interface Maker {
    /** Of this host. */
    SeedTransport of(FakeAgentContext context);
  }

  private final Path folder;
  private final PrivateMariaDb source;
  private final Maker maker;
  private final FakeTransfer sending = new FakeTransfer();
  private final FakeTransfer receiving = new FakeTransfer();
  private final int port = freePort();
  private UnaryOperator<FakeAgentContext> sourceSettings = UnaryOperator.identity();
  private UnaryOperator<FakeAgentContext> targetSettings = UnaryOperator.identity();
  private Optional<Thread> sender = Optional.empty();
  private Optional<Thread> receiver = Optional.empty();

  /**
   * Makes the hosts and starts the source's server.
   *
   * @param folder empty, with a short path
   * @param maker makes the hosts' transports
   */
  public LiveHosts(Path folder, Maker maker, String... serverOptions)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.maker = maker;
    String[] options = new String[serverOptions.length + 2];
    options[0] = "--log-bin";
    options[1] = "--server-id=1";
    System.arraycopy(serverOptions, 0, options, 2, serverOptions.length);
    this.source = PrivateMariaDb.start(Files.createDirectory(folder.resolve("source")), options);
    Files.createDirectories(datadir());
  }

  /** The source's server. */
  public PrivateMariaDb source() {
    return source;
  }

  /** The target's data directory. */
  public Path datadir() {
    return folder.resolve("target/data");
  }

  /** The send's line to its host. */
  public FakeTransfer sending() {
    return sending;
  }

  /** The receive's line to its host. */
  public FakeTransfer receiving() {
    return receiving;
  }

  /** Changes the context of the source's transport. */
  public LiveHosts atSource(UnaryOperator<FakeAgentContext> settings) {
    sourceSettings = settings;
    return this;
  }

  /** Changes the context of the target's transport. */
  public LiveHosts atTarget(UnaryOperator<FakeAgentContext> settings) {
    targetSettings = settings;
    return this;
  }

  /** The transport of the source. */
  public SeedTransport sourceTransport() {
    FakeMySqlFacts facts =
        FakeMySqlFacts.of(source.datadir()).withPort(source.port()).withSocket(source.socket());
    return maker.of(
        sourceSettings.apply(FakeAgentContext.in(folder.resolve("source-host")).withMySql(facts)));
  }

  private SeedTransport targetTransport() {
    return maker.of(
        targetSettings.apply(
            FakeAgentContext.in(folder.resolve("target-host"))
                .withMySql(FakeMySqlFacts.of(datadir()))));
  }

  /** Starts to receive. */
  public CompletableFuture<TransferResult> receive() throws InterruptedException {
    SeedTransport transport = targetTransport();
    ReceiveRequest request =
        new ReceiveRequest(SEED, datadir(), LOOPBACK, port, Duration.ofSeconds(60));
    CompletableFuture<TransferResult> result = new CompletableFuture<>();
    receiver =
        Optional.of(run(result, receiving, () -> HostCall.receive(transport, request, receiving)));
    if (!receiving.awaitListening(Duration.ofSeconds(60))) {
      throw new IllegalStateException("the target does not listen");
    }
    return result;
  }

  /** Starts to send. */
  public CompletableFuture<TransferResult> send() {
    SeedTransport transport = sourceTransport();
    SendRequest request =
        new SendRequest(SEED, source.datadir(), LOOPBACK, port, Duration.ofSeconds(60));
    CompletableFuture<TransferResult> result = new CompletableFuture<>();
    sender = Optional.of(run(result, sending, () -> HostCall.send(transport, request, sending)));
    return result;
  }

  private interface Call {
    TransferResult run() throws InterruptedException;
  }

  private static Thread run(
      CompletableFuture<TransferResult> result, FakeTransfer transfer, Call call) {
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(call.run());
              } catch (Throwable failed) {
                result.completeExceptionally(failed);
              } finally {
                transfer.close();
              }
            },
            "live-seed");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Aborts the receive as the host does. */
  public void abortReceive() {
    receiver.ifPresent(receiving::abort);
  }

  /** Aborts the send as the host does. */
  public void abortSend() {
    sender.ifPresent(sending::abort);
  }

  /** Seeds from start to end; what the receive returned. */
  public TransferResult seed() throws Exception {
    CompletableFuture<TransferResult> received = receive();
    CompletableFuture<TransferResult> sent = send();
    TransferResult result = result(received);
    result(sent);
    return result;
  }

  /** The result of a call, or its failure. */
  public static TransferResult result(CompletableFuture<TransferResult> call) throws Exception {
    try {
      return call.get(5, TimeUnit.MINUTES);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  /** Starts a server on what the target has received. */
  public PrivateMariaDb openTarget(String... options) throws InterruptedException {
    return PrivateMariaDb.open(folder.resolve("target"), options);
  }

  /**
   * Makes a server a replica of the source and returns when it has everything that the source has
   * now.
   *
   * @param byGtid by the GTID set, else by file and position
   */
  public void catchUp(PrivateMariaDb replica, ReplicationStart start, boolean byGtid)
      throws InterruptedException {
    String place =
        byGtid
            ? "MASTER_USE_GTID = slave_pos"
            : start
                .position()
                .map(
                    at ->
                        "MASTER_LOG_FILE = '" + at.file() + "', MASTER_LOG_POS = " + at.position())
                .orElseThrow();
    String unused =
        replica.sql(
            (byGtid ? "SET GLOBAL gtid_slave_pos = '" + start.gtidSet().orElseThrow() + "';" : "")
                + "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_USER = 'root', MASTER_PORT = "
                + start.sourcePort()
                + ", "
                + place
                + "; START SLAVE");
    String[] end = source.sql("SHOW MASTER STATUS").split("\t", -1);
    String wait = "SELECT IFNULL(MASTER_POS_WAIT('" + end[0] + "', " + end[1] + ", 10), 'stopped')";
    Awaitility.await("the replica catches up")
        .atMost(Duration.ofMinutes(2))
        .until(() -> hasCaughtUp(replica, replica.sql(wait).strip()));
  }

  private static boolean hasCaughtUp(PrivateMariaDb replica, String answer)
      throws InterruptedException {
    if (answer.equals("stopped")) {
      throw new IllegalStateException(
          "the replica has stopped: " + replica.sql("SHOW SLAVE STATUS"));
    }
    return !answer.equals("-1");
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    abortSend();
    abortReceive();
    sending.close();
    receiving.close();
    source.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
