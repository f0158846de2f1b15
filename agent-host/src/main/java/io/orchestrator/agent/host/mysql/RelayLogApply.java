package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Executes relay-log contents of another host on this host's server. */
public final class RelayLogApply {
  private static final long MAX_BYTES = 2L << 30;

  private final CommandRunner commands;
  private final String clientCommand;
  private final Path directory;
  private final long maxBytes;

  /** With the configured client, and the contents in the state directory for the time it takes. */
  @Inject
  public RelayLogApply(CommandRunner commands, AgentConfig config) {
    this(commands, config.mysql().clientCommand(), config.stateDirectory(), MAX_BYTES);
  }

  RelayLogApply(CommandRunner commands, String clientCommand, Path directory, long maxBytes) {
    this.commands = commands;
    this.clientCommand = clientCommand;
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Decodes base64 of gzip of a relay log completely, checks it, and pipes its SQL into the client.
   * If that fails midway, what precedes has been executed.
   *
   * @param encoded is read to its end and not closed
   * @throws AgentException {@code CORRUPT_DATA} if the contents are damaged or no log, {@code
   *     RESOURCES_EXHAUSTED} if they are too large, {@code COMMAND_FAILED} if printing or executing
   *     them fails, {@code TIMED_OUT} after 45 seconds, {@code TOOL_MISSING}, {@code IO_FAILED}
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void apply(InputStream encoded) throws InterruptedException {
    Path log = temporaryFile();
    try {
      decode(encoded, log);
      execute(log);
    } finally {
      delete(log);
    }
  }

  private Path temporaryFile() {
    try {
      return Files.createTempFile(directory, "relay-log-", ".tmp");
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

  private void execute(Path log) throws InterruptedException {
    Command print = LogPrinter.command(commands, List.of(log.toString()));
    Command client = Command.shell(clientCommand);
    try (RunningCommand executing = commands.start(client);
        RunningCommand printing = commands.start(print)) {
      Pump.start(
          "relay-log-answers", executing.stdout(), OutputStream.nullOutputStream(), () -> {});
      Pump sql = Pump.start("relay-log-sql", printing.stdout(), executing.stdin(), printing::close);
      CommandResult printed = printing.waitFor();
      Optional<IOException> broken = sql.awaitEnd();
      if (broken.isEmpty()) {
        // The client must not take an incomplete text for a complete one: it is ended instead.
        requireSuccess(print, printed);
        broken = closed(executing.stdin());
      }
      requireSuccess(client, executing.waitFor());
      if (broken.isPresent()) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            client + " ended before it had read all relay-log contents; see MySQLClientCommand",
            broken.get());
      }
    }
  }

  private static Optional<IOException> closed(OutputStream stdin) {
    try {
      stdin.close();
      return Optional.empty();
    } catch (IOException broken) {
      return Optional.of(broken);
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
}
