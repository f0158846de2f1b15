package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.KeptDatadir;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import io.orchestrator.agent.testkit.seed.HostCall;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A source and a target on this machine. */
final class StreamHosts implements AutoCloseable {
  private static final SeedId SEED = new SeedId(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private Path source;
  private final int port;
  private final List<Path> earlier = new ArrayList<>();
  private Optional<KeptDatadir> kept = Optional.empty();
  private FakeTransfer sending = new FakeTransfer();
  private FakeTransfer receiving = new FakeTransfer();
  private FakeAgentContext sourceContext;
  private Path datadir;
  private Call sender;
  private Call receiver;

  StreamHosts(Path folder) throws IOException {
    this.folder = folder;
    source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("ibdata1"), "data");
    datadir = Files.createDirectories(folder.resolve("datadir"));
    sourceContext = FakeAgentContext.in(folder.resolve("source-host"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  StreamHosts receivingInto(Path other) {
    datadir = other;
    return this;
  }

  StreamHosts sendingFrom(Path other) {
    source = other;
    return this;
  }

  /** The target's programs are started by another runner around the usual one. */
  StreamHosts receivingBy(UnaryOperator<CommandRunner> around) {
    receiving.close();
    receiving = new FakeTransfer(around);
    return this;
  }

  /** The source's programs are started by another runner around the usual one. */
  StreamHosts sendingBy(UnaryOperator<CommandRunner> around) {
    sending.close();
    sending = new FakeTransfer(around);
    return this;
  }

  /** The target has this from before. */
  StreamHosts keeping(KeptDatadir before) {
    kept = Optional.of(before);
    return this;
  }

  /** The target has this from receives that were cut, the latest first. */
  StreamHosts after(Path... receives) {
    earlier.addAll(List.of(receives));
    return this;
  }

  StreamHosts with(String setting, Object value) {
    sourceContext = sourceContext.with(setting, value);
    return this;
  }

  Path source() {
    return source;
  }

  Path datadir() {
    return datadir;
  }

  FakeTransfer sending() {
    return sending;
  }

  FakeTransfer receiving() {
    return receiving;
  }

  /** Starts both sides. */
  StreamHosts start() {
    StreamSeed target = new StreamSeed(FakeAgentContext.in(folder.resolve("target-host")));
    StreamSeed origin = new StreamSeed(sourceContext);
    receiver =
        new Call(
            "receive",
            () ->
                HostCall.receive(
                    target,
                    new ReceiveRequest(
                        SEED, datadir, "127.0.0.1", port, CONNECT_LIMIT, earlier, kept),
                    receiving));
    sender =
        new Call(
            "send",
            () ->
                HostCall.send(
                    origin,
                    new SendRequest(SEED, source, "127.0.0.1", port, CONNECT_LIMIT),
                    sending));
    return this;
  }

  /** Seeds from start to end. */
  void seed() throws Exception {
    start();
    sent();
    received();
  }

  TransferResult sent() throws Exception {
    return sender.outcome();
  }

  TransferResult received() throws Exception {
    return receiver.outcome();
  }

  /** Does the receiver come to an end within this time? */
  boolean receivesWithin(Duration limit) throws InterruptedException {
    return receiver.endsWithin(limit);
  }

  void abortSender() {
    sending.abort(sender.thread);
  }

  void abortReceiver() {
    receiving.abort(receiver.thread);
  }

  /** What may fail. */
  interface Work {
    TransferResult run() throws InterruptedException;
  }

  private static final class Call {
    private final CompletableFuture<TransferResult> result = new CompletableFuture<>();
    private final Thread thread;

    Call(String name, Work work) {
      thread = new Thread(() -> run(work), "stream-test-" + name);
      thread.setDaemon(true);
      thread.start();
    }

    private void run(Work work) {
      try {
        result.complete(work.run());
      } catch (Throwable failed) {
        result.completeExceptionally(failed);
      }
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
      try {
        return result.get(limit.toMillis(), TimeUnit.MILLISECONDS) != null;
      } catch (TimeoutException running) {
        return false;
      } catch (ExecutionException failed) {
        return true;
      }
    }

    TransferResult outcome() throws Exception {
      try {
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof AgentException expected) {
          throw expected;
        }
        throw failed;
      }
    }
  }

  @Override
  public void close() {
    sending.close();
    receiving.close();
  }
}
