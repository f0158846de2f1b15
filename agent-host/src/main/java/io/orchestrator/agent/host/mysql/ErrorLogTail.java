package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The last lines of the server's error log. */
public final class ErrorLogTail {
  private static final int LINES = 20;
  private static final int MAX_LINE = 2_000;
  private static final int FIRST_LOOK = 16 << 10;
  private static final int MAX_LOOK = 256 << 10;
  private static final Duration TAIL_LIMIT = Duration.ofSeconds(10);

  private final MySqlFacts mysql;
  private final CommandRunner commands;
  private final boolean withSudo;

  /** The error log of this server. */
  @Inject
  public ErrorLogTail(MySqlFacts mysql, CommandRunner commands, AgentConfig config) {
    this(mysql, commands, config.execWithSudo());
  }

  ErrorLogTail(MySqlFacts mysql, CommandRunner commands, boolean withSudo) {
    this.mysql = mysql;
    this.commands = commands;
    this.withSudo = withSudo;
  }

  /**
   * The last 20 lines, oldest first, each cut at 2,000 characters; fewer if they are not in the
   * last 256 KiB; none if there is no log file.
   *
   * @throws AgentException {@code PERMISSION_DENIED} or {@code IO_FAILED} if it can't be read
   * @throws InterruptedException if the calling thread is interrupted
   */
  public List<String> lines() throws InterruptedException {
    Optional<Path> log = mysql.errorLog();
    return log.isEmpty() ? List.of() : tail(log.get());
  }

  private List<String> tail(Path log) throws InterruptedException {
    try {
      return lastLines(log);
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (AccessDeniedException denied) {
      if (!withSudo) {
        throw new AgentException(
            ErrorCode.PERMISSION_DENIED,
            "Reading the MySQL error log "
                + log
                + ": permission denied; let the agent's user read it, or set ExecWithSudo",
            denied);
      }
      Command tail = Command.of("tail", "-n", String.valueOf(LINES), log.toString());
      return cut(commands.run(tail.asRoot().within(TAIL_LIMIT)).stdout());
    } catch (ClosedByInterruptException interrupted) {
      throw Interruption.of("reading the MySQL error log " + log, interrupted);
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Reading the MySQL error log " + log + " failed: " + failed, failed);
    }
  }

  private static List<String> lastLines(Path log) throws IOException {
    if (!Files.readAttributes(log, BasicFileAttributes.class).isRegularFile()) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(log)) {
      long size = channel.size();
      int look = FIRST_LOOK;
      String end = end(channel, size, look);
      while (look < Math.min(size, MAX_LOOK) && end.lines().count() <= LINES) {
        look = look * 4;
        end = end(channel, size, look);
      }
      return cut(end);
    }
  }

  private static String end(FileChannel channel, long size, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, length));
    long start = size - bytes.capacity();
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static List<String> cut(String text) {
    List<String> lines = text.lines().toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(line -> line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE))
        .toList();
  }
}
