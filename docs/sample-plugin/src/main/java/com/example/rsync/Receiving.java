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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** One receive: runs a daemon until it has told how the sender's visit ended. */
record Receiving(ReceiveRequest request, Transfer transfer, Path folder) {
  private static final String RECEIVED = ".* received (\\d{1,18}) bytes .*";

  TransferResult run(String secret) throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("data"), request.datadir());
    Files.writeString(folder.resolve("secrets"), "seed:" + secret + "\n");
    Files.createFile(folder.resolve("log"));
    Files.createFile(folder.resolve("ended"));
    try (InputStream file = Receiving.class.getResourceAsStream("/rsyncd.conf")) {
      String template = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      String configuration = template.formatted(request.listenAddress(), request.port());
      Files.writeString(folder.resolve("rsyncd.conf"), configuration);
    }
    if (!isFree()) {
      throw failure(ErrorCode.CONFLICT, "it is in use, or not this host's address");
    }
    Command command = Command.of("rsync", "--daemon", "--no-detach", "--config=rsyncd.conf");
    long bytes;
    try (RunningCommand daemon =
        transfer.commands().start(command.in(folder).with("LC_ALL", "C").withoutLimit())) {
      bytes = receive(daemon);
    }
    transfer.phase("syncing to disk");
    Command sync = Command.of("sync", "--file-system", request.datadir().toString());
    transfer.commands().run(sync.withoutLimit());
    return new TransferResult(bytes, "by rsync");
  }

  private long receive(RunningCommand daemon) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (isFree()) {
      pause(daemon, end, "rsync does not listen");
    }
    transfer.listening();
    transfer.phase("waiting for the sender");
    end = System.nanoTime() + request.connectLimit().toNanos();
    while (Files.notExists(folder.resolve("begun"))) {
      pause(daemon, end, "no sender came that knows the secret");
    }
    transfer.phase("receiving");
    long bytes = 0;
    String ended = "";
    while (ended.isEmpty()) { // rsync and the host notice a sender that is silent
      pause(daemon, Long.MAX_VALUE, "");
      bytes = Math.max(bytes, written(daemon));
      transfer.transferred(bytes);
      ended = Files.readString(folder.resolve("ended"));
    }
    if (!ended.equals("0\n")) {
      boolean isFull = words().contains("No space left on device");
      ErrorCode code = isFull ? ErrorCode.RESOURCES_EXHAUSTED : ErrorCode.PEER_FAILED;
      throw failure(code, "the transfer ended with status " + ended.strip());
    }
    bytes = received();
    transfer.transferred(bytes);
    return bytes;
  }

  /** Can the address be bound? Nobody can connect to this socket, for it does not listen. */
  private boolean isFree() {
    String host = request.listenAddress();
    int port = request.port();
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private void pause(RunningCommand daemon, long end, String tooLate)
      throws IOException, InterruptedException {
    Thread.sleep(200);
    if (!daemon.isAlive() || System.nanoTime() > end) {
      throw failure(ErrorCode.PEER_FAILED, daemon.isAlive() ? tooLate : "rsync has ended");
    }
  }

  /** How many bytes the daemon's processes have written, most of them to files. */
  private static long written(RunningCommand daemon) {
    Stream<ProcessHandle> processes =
        ProcessHandle.of(daemon.pid()).stream().flatMap(ProcessHandle::descendants);
    return processes.mapToLong(process -> written(process.pid())).sum();
  }

  private static long written(long pid) {
    try {
      String counters = Files.readString(Path.of("/proc/" + pid + "/io"));
      return Long.parseLong(counters.replaceFirst("(?s).*wchar: (\\d+).*", "$1"));
    } catch (IOException ended) {
      return 0;
    }
  }

  /** How many bytes have come, by rsync's own count, which it logs when all has arrived. */
  private long received() throws IOException {
    Stream<String> numbers = log().stream().map(line -> line.replaceFirst(RECEIVED, "$1"));
    return numbers.filter(each -> each.matches("\\d+")).mapToLong(Long::parseLong).sum();
  }

  private AgentException failure(ErrorCode code, String what) throws IOException {
    String attempt = "Could not receive on port " + request.port() + ": ";
    return new AgentException(code, attempt + what + words());
  }

  /** The first complaint in rsync's log; fit for a message, whoever wrote it. */
  private String words() throws IOException {
    Stream<String> complaints = log().stream().filter(line -> line.contains("rsync: "));
    String line = complaints.findFirst().orElse("");
    String words = line.replaceAll("\\p{Cntrl}+", " ").replaceFirst(".*?rsync: ", "; it says: ");
    return words.substring(0, Math.min(300, words.length()));
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("log"), StandardCharsets.ISO_8859_1);
  }
}
