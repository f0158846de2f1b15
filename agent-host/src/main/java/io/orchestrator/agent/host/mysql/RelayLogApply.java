package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes relay-log contents of another host on this host's server. */
public final class RelayLogApply {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLogApply.class);
  private static final long MAX_BYTES = 2L << 30;
  private static final int TEXT_FACTOR = 4;
  private static final String PREFIX = "relay-log-";
  private static final String SUFFIX = ".tmp";

  private static final Duration LEAST_LEFT = Duration.ofSeconds(1);

  /** With one of these names the client opens the file anew, and so reads nothing by the first. */
  private static final List<String> REOPENING =
      List.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

  /** Runs $1 with the file $2 as input, and then tells how far that was read. */
  private static final String FED =
      "exec < \"$2\" && bash -c \"$1\" bash > /dev/null && cat /proc/$$/fdinfo/0";

  private final CommandRunner commands;
  private final String clientCommand;
  private final Path directory;
  private final long maxBytes;
  private final Duration limit;

  /** With the configured client, and the contents in the state directory for the time it takes. */
  @Inject
  public RelayLogApply(CommandRunner commands, AgentConfig config) {
    this(commands, config.mysql().clientCommand(), config.stateDirectory(), MAX_BYTES);
  }

  RelayLogApply(CommandRunner commands, String clientCommand, Path directory, long maxBytes) {
    this(commands, clientCommand, directory, maxBytes, Command.DEFAULT_LIMIT);
  }

  RelayLogApply(
      CommandRunner commands, String clientCommand, Path directory, long maxBytes, Duration limit) {
    this.limit = limit;
    this.commands = commands;
    this.clientCommand = clientCommand;
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Decodes base64 of gzip of a relay log completely, checks it, prints it as SQL completely, and
   * gives that file to the client, which so never sees a part as the whole, whatever happens to the
   * agent. If the client fails midway, what precedes has been executed.
   *
   * @param encoded is read to its end and not closed
   * @throws AgentException {@code CORRUPT_DATA} if the contents are damaged or no log, {@code
   *     RESOURCES_EXHAUSTED} if they are too large, {@code COMMAND_FAILED} if printing or executing
   *     them fails, {@code TIMED_OUT} if both take more than 45 seconds, {@code TOOL_MISSING},
   *     {@code IO_FAILED}, also if their text is longer than four times the largest contents
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void apply(InputStream encoded) throws InterruptedException {
    Path log = temporaryFile();
    try {
      decode(encoded, log);
      Path sql = temporaryFile();
      try {
        long begun = System.nanoTime();
        print(log, sql);
        execute(sql, limit.minusNanos(System.nanoTime() - begun));
      } finally {
        delete(sql);
      }
    } finally {
      delete(log);
    }
  }

  /** Deletes what an agent that was stopped or killed meanwhile has left. At the agent's start. */
  public void deleteLeftovers() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
        LOG.warn("Deleted {}: the agent was ended while it applied relay-log contents", file);
      }
    } catch (IOException | DirectoryIteratorException failed) {
      LOG.warn("Could not delete what is left of relay-log contents: {}", failed.toString());
    }
  }

  private Path temporaryFile() {
    try {
      return Files.createTempFile(directory, PREFIX, SUFFIX);
    } catch (IOException failed) {
      throw failure("storing them in " + directory, failed);
    }
  }

  private void decode(InputStream encoded, Path log) throws InterruptedException {
    try (OutputStream out = Files.newOutputStream(log)) {
      Base64Gzip.decode(encoded, out, maxBytes);
    } catch (IOException failed) {
      throw failure("storing them in " + log, failed);
    }
    try (FileChannel channel = FileChannel.open(log)) {
      LogHeader.size(channel, log);
    } catch (ClosedByInterruptException interrupted) {
      throw Interruption.of("checking relay-log contents", interrupted);
    } catch (IOException failed) {
      throw failure("reading them from " + log, failed);
    }
  }

  private void print(Path log, Path sql) throws InterruptedException {
    Command print = LogPrinter.command(commands, List.of(log.toString())).within(limit);
    try (OutputStream out = new Limited(Files.newOutputStream(sql), TEXT_FACTOR * maxBytes);
        RunningCommand printing = commands.start(print)) {
      Pump text = Pump.start("relay-log-sql", printing.stdout(), out, printing::close);
      CommandResult printed = printing.waitFor();
      Optional<IOException> broken = text.awaitEnd();
      if (broken.isPresent()) {
        throw failure("storing their text in " + sql, broken.get());
      }
      requireSuccess(print, printed);
    } catch (IOException failed) {
      throw failure("storing their text in " + sql, failed);
    }
  }

  private void execute(Path sql, Duration left) throws InterruptedException {
    if (left.compareTo(LEAST_LEFT) < 0) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "Applying relay-log contents: printing them has taken so long that nothing was executed;"
              + " apply fewer at a time");
    }
    Command client = Command.shell(clientCommand);
    Command fed = Command.of("bash", "-c", FED, "bash", clientCommand, sql.toString());
    // It outlives an agent that is stopped: no pipe of its output may break then.
    CommandResult executed = commands.tryRun(fed.within(left).leavingDaemon());
    requireSuccess(client, executed);
    long size = size(sql);
    long read = Long.parseLong(executed.stdout().split("\\s+", 3)[1]);
    boolean reopened = read == 0 && REOPENING.stream().anyMatch(clientCommand::contains);
    if (read < size && !reopened) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Applying relay-log contents: "
              + client
              + " ended well, but had read only "
              + read
              + " of "
              + size
              + " bytes of SQL; see MySQLClientCommand");
    }
  }

  private static long size(Path sql) {
    try {
      return Files.size(sql);
    } catch (IOException failed) {
      throw failure("reading " + sql, failed);
    }
  }

  private static void requireSuccess(Command command, CommandResult result) {
    if (!result.succeeded()) {
      throw new AgentException(
          ErrorCode.COMMAND_FAILED,
          "Applying relay-log contents: "
              + command
              + " failed with exit status "
              + result.exitCode()
              + ": "
              + Shown.text(result.stderr().strip()));
    }
  }

  private static void delete(Path log) {
    try {
      Files.deleteIfExists(log);
    } catch (IOException failed) {
      throw failure("deleting " + log, failed);
    }
  }

  private static AgentException failure(String doing, IOException cause) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Applying relay-log contents: " + doing + " failed: " + cause, cause);
  }

  /** A stream that takes so much and no more. */
  private static final class Limited extends FilterOutputStream {
    private long left;

    Limited(OutputStream out, long bytes) {
      super(out);
      this.left = bytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException("the text is longer than the limit");
      }
      out.write(bytes, offset, length);
    }
  }
}
