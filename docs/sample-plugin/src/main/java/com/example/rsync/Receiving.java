package com.example.rsync;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One receive: runs a daemon until the sender has said how it ended. */
record Receiving(ReceiveRequest request, Transfer transfer, Path folder) {
  private static final long LOOK_MILLIS = 200;
  private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

  TransferResult run(String secret) throws IOException, InterruptedException {
    Files.createDirectory(folder.resolve("words"));
    Files.createSymbolicLink(folder.resolve("data"), request.datadir());
    Files.writeString(folder.resolve("secrets"), "seed:" + secret + "\n");
    Files.createFile(folder.resolve("log"));
    try (InputStream file = Receiving.class.getResourceAsStream("/rsyncd.conf")) {
      String template = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      String configuration = template.formatted(request.listenAddress(), request.port());
      Files.writeString(folder.resolve("rsyncd.conf"), configuration);
    }
    if (!isFree()) {
      throw failure(ErrorCode.CONFLICT, "it is in use, or not this host's address");
    }
    long bytes;
    Command command =
        Command.of("rsync", "--daemon", "--no-detach", "--config=rsyncd.conf")
            .in(folder)
            .with("LC_ALL", "C")
            .withoutLimit();
    try (RunningCommand daemon = transfer.commands().start(command)) {
      bytes = receive(daemon);
    }
    transfer.transferred(bytes);
    transfer.phase("syncing to disk");
    Command sync = Command.of("sync", "--file-system", request.datadir().toString());
    transfer.commands().run(sync.withoutLimit());
    return new TransferResult(bytes, "by rsync");
  }

  /** Returns how many bytes the sender says that it has sent. */
  private long receive(RunningCommand daemon) throws IOException, InterruptedException {
    long end = System.nanoTime() + QUIET;
    while (isFree()) {
      pause(daemon, end, "rsync does not listen");
    }
    transfer.listening();
    transfer.phase("waiting for the sender");
    end = System.nanoTime() + request.connectLimit().toNanos();
    while (said().isEmpty()) {
      pause(daemon, end, "no sender came that knows the secret");
    }
    transfer.phase("receiving");
    end = System.nanoTime() + QUIET;
    String said = said();
    while (!said.matches("complete \\d{1,18}")) {
      if (said.startsWith("failed")) {
        boolean isFull = said.contains("No space left on device");
        ErrorCode code = isFull ? ErrorCode.RESOURCES_EXHAUSTED : ErrorCode.PEER_FAILED;
        throw failure(code, "the sender " + said);
      }
      List<ProcessHandle> connections = connections(daemon);
      end = connections.isEmpty() ? end : System.nanoTime() + QUIET;
      transfer.transferred(connections.stream().mapToLong(Receiving::written).sum());
      pause(daemon, end, "the sender went away before it had sent all");
      said = said();
    }
    end = System.nanoTime() + QUIET;
    while (!connections(daemon).isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MILLIS); // the sender's rsync still waits for an answer
    }
    return Long.parseLong(said().substring("complete ".length()));
  }

  private InetSocketAddress address() {
    String host = request.listenAddress();
    return host.isEmpty()
        ? new InetSocketAddress(request.port())
        : new InetSocketAddress(host, request.port());
  }

  /** Can the address be bound? Nobody can connect to this socket, for it does not listen. */
  private boolean isFree() {
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(address());
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private void pause(RunningCommand daemon, long end, String tooLate)
      throws IOException, InterruptedException {
    Thread.sleep(LOOK_MILLIS);
    if (!daemon.isAlive() || System.nanoTime() > end) {
      throw failure(ErrorCode.PEER_FAILED, daemon.isAlive() ? tooLate : "rsync has ended");
    }
  }

  /** rsync's daemon has a process or two for each. */
  private static List<ProcessHandle> connections(RunningCommand daemon) {
    return ProcessHandle.of(daemon.pid()).stream().flatMap(ProcessHandle::descendants).toList();
  }

  /** What the sender has said last; empty before it comes. */
  private String said() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("words"))) {
      // rsync writes a hidden file, and gives it its name when it is whole.
      List<Path> files =
          all.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
      if (files.size() > 1) {
        throw failure(ErrorCode.CORRUPT_DATA, "two senders came");
      }
      return files.isEmpty() ? "" : oneLine(Files.readString(files.get(0)));
    }
  }

  /** How many bytes a process has written, most of them to files; 0 if it has ended. */
  private static long written(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/io"))) {
      String line = lines.filter(each -> each.startsWith("wchar: ")).findFirst().orElse("wchar: 0");
      return Long.parseLong(line.substring("wchar: ".length()));
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  private AgentException failure(ErrorCode code, String what) throws IOException {
    List<String> log = Files.readAllLines(folder.resolve("log"));
    String words = log.isEmpty() ? "" : "; rsync's last words: " + oneLine(log.get(log.size() - 1));
    return new AgentException(
        code, "Could not receive on port " + request.port() + ": " + what + words);
  }

  /** Fit for a message, whoever wrote it. */
  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.substring(0, Math.min(300, line.length()));
  }
}
