package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The space that a seed may use: what is free, and what the deletion in the background will free.
 */
public final class DatadirSpace {
  private static final Logger log = LoggerFactory.getLogger(DatadirSpace.class);
  private static final Duration DU_LIMIT = Duration.ofSeconds(30);

  private final MySqlFacts mysql;
  private final CommandRunner commands;
  private volatile long lastTrash;
  private final SharedAnswer<Long> available =
      SharedAnswer.goodFor(Duration.ofSeconds(1), this::look);

  @Inject
  DatadirSpace(MySqlFacts mysql, CommandRunner commands) {
    this.mysql = mysql;
    this.commands = commands;
  }

  /** Bytes. */
  public long available() throws InterruptedException {
    return available.get();
  }

  private long look() throws InterruptedException {
    Path datadir = mysql.datadir();
    try {
      long free = Files.getFileStore(datadir).getUsableSpace();
      return free + trash(datadir.resolve(DatadirTrash.FOLDER));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out the free space of " + datadir + ": " + e + "; does it exist?",
          e);
    }
  }

  // Allocated blocks, not sizes: a sparse file frees less than its size.
  private long trash(Path folder) throws InterruptedException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try {
      String output =
          commands
              .tryRun(
                  Command.of("du", "--summarize", "--block-size=1", "--", folder.toString())
                      .within(DU_LIMIT)
                      .asRoot())
              .stdout();
      String bytes = output.strip().split("\\s", 2)[0];
      lastTrash = bytes.isEmpty() ? 0 : Long.parseLong(bytes);
      return lastTrash;
    } catch (AgentException | NumberFormatException e) {
      log.warn("Could not find out what {} will free; taking what was last known", folder, e);
      return lastTrash;
    }
  }
}
