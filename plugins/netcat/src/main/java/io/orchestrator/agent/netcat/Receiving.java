package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One receive: what netcat hands out, watched for its end, into a tar that extracts it. */
final class Receiving {
  private static final Pattern NO_SPACE =
      Pattern.compile("No space left|Wrote only|quota exceeded");

  private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_LAST_BYTES = 1024 * 1024;

  private final Netcat netcat;
  private final TcpSockets sockets;
  private final ReceiveRequest request;
  private final Transfer transfer;
  private final TarBoundary boundary = new TarBoundary();
  private final DatadirCheck datadir;
  private final StreamTail tail = new StreamTail(FailureNote.LONGEST);
  private long bytes;

  Receiving(Netcat netcat, TcpSockets sockets, ReceiveRequest request, Transfer transfer) {
    this.netcat = netcat;
    this.sockets = sockets;
    this.request = request;
    this.transfer = transfer;
    this.datadir = new DatadirCheck(request.datadir(), transfer);
  }

  TransferResult run() throws InterruptedException {
    Listener listener = new Listener(netcat, sockets, request, transfer);
    try (RunningCommand connection = listener.start()) {
      listener.awaitSender(connection);
      transfer.phase("receiving");
      try {
        extract(connection);
      } catch (AgentException failed) {
        throw sendersReason(connection, failed).orElse(failed);
      }
    }
    datadir.requirePlausible();
    transfer.phase("syncing to disk");
    datadir.sync();
    String what =
        String.format(
            Locale.ROOT, "%,d files and folders by tar over %s", boundary.members(), netcat);
    return new TransferResult(bytes, what);
  }

  private void extract(RunningCommand connection) throws InterruptedException {
    try (RunningCommand tar = transfer.commands().start(Tar.extract(request.datadir()))) {
      byte[] buffer = new byte[Pipe.BUFFER];
      int length = Pipe.read(connection.stdout(), buffer, 0);
      while (length >= 0) {
        tail.accept(buffer, length);
        boundary.accept(buffer, length);
        write(tar, buffer, length);
        bytes += length;
        transfer.transferred(bytes);
        datadir.requireSpace();
        length = Pipe.read(connection.stdout(), buffer, 0);
      }
      requireWhole(connection);
      Pipe.closeInput(tar);
      CommandResult result = tar.waitFor();
      if (!result.succeeded()) {
        throw extractionFailed(result);
      }
    }
  }

  private void write(RunningCommand tar, byte[] buffer, int length) throws InterruptedException {
    try {
      tar.stdin().write(buffer, 0, length);
      tar.stdin().flush();
    } catch (IOException broken) {
      throw extractionFailed(Pipe.end(tar));
    }
  }

  private void requireWhole(RunningCommand connection) throws InterruptedException {
    if (!boundary.isComplete()) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The seed ended after "
              + bytes
              + " bytes without the end of the archive: the sender failed or the connection was"
              + " cut, see the source's log ("
              + netcat
              + " ended with "
              + Pipe.describe(Pipe.end(connection))
              + ")");
    }
  }

  /** Where the stream is unfit because the sender failed, it ends with the sender's own words. */
  private Optional<AgentException> sendersReason(RunningCommand connection, AgentException failed)
      throws InterruptedException {
    if (failed.code() != ErrorCode.CORRUPT_DATA) {
      return Optional.empty();
    }
    readRest(connection);
    return FailureNote.find(tail.bytes())
        .map(
            reason ->
                new AgentException(ErrorCode.PEER_FAILED, "The sender failed: " + reason, failed));
  }

  private void readRest(RunningCommand connection) throws InterruptedException {
    byte[] buffer = new byte[FailureNote.LONGEST];
    long deadline = System.nanoTime() + LAST_WORDS_NANOS;
    int left = MOST_LAST_BYTES;
    while (left > 0 && System.nanoTime() < deadline) {
      if (Pipe.available(connection.stdout()) > 0 || !connection.isAlive()) {
        int length = Pipe.read(connection.stdout(), buffer, 0);
        if (length < 0) {
          return;
        }
        tail.accept(buffer, length);
        left -= length;
      } else {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private AgentException extractionFailed(CommandResult tar) {
    boolean full = datadir.isFull() || NO_SPACE.matcher(tar.stderr()).find();
    return new AgentException(
        full ? ErrorCode.RESOURCES_EXHAUSTED : ErrorCode.COMMAND_FAILED,
        "Extracting the seed into "
            + request.datadir()
            + " failed after "
            + bytes
            + " bytes: tar ended with "
            + Pipe.describe(tar));
  }
}
