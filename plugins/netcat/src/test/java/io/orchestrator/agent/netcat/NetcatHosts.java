package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A source and a target on this machine, either of which a test may play itself. */
final class NetcatHosts implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final SeedId SEED = new SeedId(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

  private final ProcessRunner runner = new ProcessRunner(false);
  private final FakeTransfer receiving = new FakeTransfer();
  private final NetcatSeed transport;
  private final Path source;
  private final int port;
  private FakeTransfer sending = new FakeTransfer();
  private Path datadir;
  private CompletableFuture<TransferResult> received = new CompletableFuture<>();

  NetcatHosts(Path folder, String program) throws IOException {
    transport =
        new NetcatSeed(
            FakeAgentContext.in(folder).with("NetcatProgram", program).withCommands(runner));
    source = Files.createDirectories(folder.resolve("source"));
    datadir = folder.resolve("datadir");
    Files.createDirectories(source.resolve("mysql"));
    Files.write(source.resolve("ibdata1"), new byte[300_000]);
    Files.writeString(source.resolve("mysql/user"), "root");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  NetcatHosts receivingInto(Path other) {
    datadir = other;
    return this;
  }

  NetcatHosts sendingBy(CommandRunner commands) {
    sending = new FakeTransfer(commands);
    return this;
  }

  FakeTransfer sending() {
    return sending;
  }

  Path source() {
    return source;
  }

  Path datadir() {
    return datadir;
  }

  int port() {
    return port;
  }

  /** Returns when it listens, or has failed. */
  void receive() throws InterruptedException {
    receive("");
  }

  void receive(String address) throws InterruptedException {
    ReceiveRequest request = new ReceiveRequest(SEED, datadir, address, port, CONNECT_LIMIT);
    received = work("receive", () -> transport.receive(request, receiving));
    while (!receiving.awaitListening(Duration.ofMillis(20)) && !received.isDone()) {
      Thread.onSpinWait();
    }
  }

  TransferResult received() throws Exception {
    return outcome(received);
  }

  TransferResult send(String host) throws Exception {
    SendRequest request = new SendRequest(SEED, source, host, port, CONNECT_LIMIT);
    return outcome(work("send", () -> transport.send(request, sending)));
  }

  /** Plays the sender. */
  void sendBytes(byte[] bytes) throws IOException {
    sendBytes(bytes, bytes.length);
  }

  /** Plays the sender of a stream that is cut. */
  void sendBytes(byte[] bytes, int length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes, 0, length);
    }
  }

  /** Plays a sender that is there as soon as anybody listens. */
  CompletableFuture<Void> sendBytesAtOnce(byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
          while (!hasSent(bytes)) {
            if (System.nanoTime() > deadline) {
              throw new AssertionError("nobody listens on port " + port);
            }
          }
        });
  }

  private boolean hasSent(byte[] bytes) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      if (socket.getLocalPort() == port) {
        return false; // It would connect to itself.
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** What a plain tar makes of the source. */
  byte[] archive() throws Exception {
    Path file = Files.createTempFile(source.getParent(), "archive", ".tar");
    bash("tar -cf \"$1\" -C \"$2\" .", file.toString(), source.toString());
    return Files.readAllBytes(file);
  }

  /** A script of somebody who has no agent, or another one. */
  void bash(String script, String... arguments) throws InterruptedException {
    runner.run(Command.of(line("set -o pipefail; " + script, arguments)));
  }

  CompletableFuture<TransferResult> inBackground(String script, String... arguments) {
    return work(
        "script",
        () -> {
          bash(script, arguments);
          return new TransferResult(0, "script");
        });
  }

  private static List<String> line(String script, String... arguments) {
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    line.addAll(List.of(arguments));
    return line;
  }

  static TransferResult outcome(CompletableFuture<TransferResult> work) throws Exception {
    try {
      return work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AgentException expected) {
        throw expected;
      }
      throw failed;
    } catch (TimeoutException stuck) {
      throw new AssertionError("it has not come to an end", stuck);
    }
  }

  private interface Work {
    TransferResult run() throws InterruptedException;
  }

  private static CompletableFuture<TransferResult> work(String name, Work work) {
    CompletableFuture<TransferResult> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.run());
              } catch (InterruptedException | RuntimeException failed) {
                result.completeExceptionally(failed);
              }
            },
            "netcat-" + name);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @Override
  public void close() {
    sending.close();
    receiving.close();
  }
}
