package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.orchestrator.AgentInfo;
import io.orchestrator.agent.testkit.orchestrator.SeedEvent;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.orchestrator.SeedPace;
import io.orchestrator.agent.testkit.orchestrator.SeedRun;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import io.orchestrator.agent.testkit.seed.UnusedPort;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Two hosts with an agent each, and an orchestrator that knows them. The source's snapshot is
 * {@link #snapshot}.
 */
final class SeedPair implements AutoCloseable {
  static final String TARGET = "127.0.0.2";
  static final String SOURCE = "127.0.0.3";
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final SeedPace PACE = new SeedPace(Duration.ofMillis(200), Duration.ofMillis(50));
  private static final Executor SEEDS = SeedPair::inBackground;

  private final StandInOrchestrator orchestrator = StandInOrchestrator.onLoopback();
  private final AgentHost target;
  private final AgentHost source;
  private final int seedPort = UnusedPort.find();
  private final SeedLine line = new SeedLine(TARGET, seedPort);
  private PackagedAgent targetAgent;
  private PackagedAgent sourceAgent;
  private SeedPace pace = PACE;

  /**
   * Makes the hosts, with a snapshot on the source and old data on the target.
   *
   * @param bytes size of the snapshot
   */
  SeedPair(Path folder, long bytes) throws IOException {
    this(folder);
    new DatadirGenerator(42).generate(snapshot(), bytes);
    Files.writeString(target.datadir().resolve("ibdata1"), "old");
  }

  /**
   * Makes the hosts without any data; their agents are started by {@link #start}.
   *
   * @param folder exists and is empty
   */
  SeedPair(Path folder) throws IOException {
    target = new AgentHost(folder.resolve("target"), TARGET);
    source = new AgentHost(folder.resolve("source"), SOURCE);
    for (AgentHost host : List.of(target, source)) {
      host.with("AgentsServer", orchestrator.url());
      host.with("SeedPort", seedPort);
      host.with("SeedListenAddress", host.name());
    }
  }

  /** Lets the source send through {@link #line}. */
  SeedPair overTheLine() {
    source.with("SeedPort", line.port());
    return this;
  }

  /** Lets both use the transport that is the default with their configuration. */
  SeedPair byTheDefaultTransport() {
    target.useDefaultTransport();
    source.useDefaultTransport();
    return this;
  }

  /** Lets orchestrator look less often than at first, though still more often than the real one. */
  SeedPair polledEvery(Duration poll) {
    pace = new SeedPace(poll, PACE.waitBeforeSend());
    return this;
  }

  /** Sets a key of both configurations. */
  SeedPair with(String key, Object value) {
    target.with(key, value);
    source.with(key, value);
    return this;
  }

  int seedPort() {
    return seedPort;
  }

  SeedPair start() throws IOException {
    targetAgent = PackagedAgent.launch(target);
    sourceAgent = PackagedAgent.launch(source);
    awaitRegistration(targetAgent);
    awaitRegistration(sourceAgent);
    return this;
  }

  void startTarget() throws IOException {
    targetAgent = PackagedAgent.launch(target);
    awaitRegistration(targetAgent);
  }

  void startSource() throws IOException {
    sourceAgent = PackagedAgent.launch(source);
    awaitRegistration(sourceAgent);
  }

  private void awaitRegistration(PackagedAgent agent) {
    agent.awaitServing();
    agent.awaitRegistration(orchestrator);
  }

  AgentHost target() {
    return target;
  }

  AgentHost source() {
    return source;
  }

  PackagedAgent targetAgent() {
    return targetAgent;
  }

  PackagedAgent sourceAgent() {
    return sourceAgent;
  }

  StandInOrchestrator orchestrator() {
    return orchestrator;
  }

  SeedLine line() {
    return line;
  }

  Path snapshot() {
    return source.snapshots().resolve("first");
  }

  /** A whole seed, as orchestrator makes it. */
  SeedOutcome seed() throws InterruptedException {
    return seed(event -> {});
  }

  SeedOutcome seed(Consumer<SeedEvent> listener) throws InterruptedException {
    return new SeedRun(orchestrator, pace, listener).run(TARGET, SOURCE);
  }

  /** The same, on a thread of its own. */
  CompletableFuture<SeedOutcome> seedInBackground() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return seed();
          } catch (InterruptedException unexpected) {
            throw new CompletionException(unexpected);
          }
        },
        SEEDS);
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "seed-run");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts a seed and returns when exactly so many bytes of it have been sent. */
  CompletableFuture<SeedOutcome> seedUpTo(long bytes) {
    line.holdAt(bytes);
    CompletableFuture<SeedOutcome> seed = seedInBackground();
    await(bytes + " bytes are sent")
        .atMost(LIMIT)
        .failFast(() -> assertThat(seed).as(this::logs).isNotDone())
        .until(() -> line.passed() == bytes);
    return seed;
  }

  AgentInfo targetInfo() throws IOException {
    return orchestrator.info(TARGET);
  }

  /** What orchestrator was answered, or a failure that it notices. */
  String call(String host, String command) throws IOException {
    return orchestrator.call(host, command).body();
  }

  /** A seed that runs to its end without a fault, and MySQL, which it started, stopped again. */
  void requireGoodSeed() throws Exception {
    line.go();
    SeedOutcome outcome = seed();
    assertThat(outcome.successful()).as(() -> outcome.reason() + logs()).isTrue();
    requireSameData(TreeComparison.exact());
    call(TARGET, "mysql-stop");
  }

  void requireSameData(TreeComparison comparison) throws Exception {
    var differences = comparison.ignoringTheAgentsOwn().compare(snapshot(), target.datadir());
    assertThat(differences.found()).isEmpty();
    assertThat(differences.totals().files()).isPositive();
  }

  /** Nothing of a seed is left on either host: no process, no open port. */
  void requireQuiet() {
    await("the seed's processes end")
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              assertThat(leftOn(target, targetAgent)).isEmpty();
              assertThat(leftOn(source, sourceAgent)).isEmpty();
              assertThat(isListenedOn(TARGET, seedPort)).as("the seed port is open").isFalse();
            });
  }

  /** Neither the agent nor the host's own server belongs to a seed. */
  private static List<String> leftOn(AgentHost host, PackagedAgent agent) {
    String itself = agent.handle().pid() + " ";
    String server = "mariadbd --defaults-file=" + host.optionFile();
    return HostProcesses.of(host.folder()).stream()
        .filter(process -> !process.startsWith(itself) && !process.contains(server))
        .toList();
  }

  private static boolean isListenedOn(String host, int port) {
    try (Socket socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  String logs() {
    return "\n--- target\n" + targetAgent.log() + "\n--- source\n" + sourceAgent.log();
  }

  /** Ends everything, and fails if an agent left something running. */
  @Override
  public void close() throws IOException {
    line.close();
    for (PackagedAgent agent : new PackagedAgent[] {sourceAgent, targetAgent}) {
      if (agent != null) {
        agent.close();
      }
    }
    orchestrator.close();
    try {
      await("nothing is left behind")
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> {
                assertThat(HostProcesses.of(source.folder())).isEmpty();
                assertThat(HostProcesses.of(target.folder())).isEmpty();
              });
    } finally {
      HostProcesses.end(source.folder());
      HostProcesses.end(target.folder());
    }
  }
}
