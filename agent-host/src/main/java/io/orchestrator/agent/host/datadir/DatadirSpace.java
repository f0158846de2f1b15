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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The space that a seed may use: what is free, what the deletion in the background will free, and
 * what is kept only as long as there is room.
 */
public final class DatadirSpace {
  private static final Logger log = LoggerFactory.getLogger(DatadirSpace.class);
  private static final Duration DU_LIMIT = Duration.ofSeconds(30);

  private final MySqlFacts mysql;
  private final CommandRunner commands;
  private final DatadirTrash trash;
  private volatile long lastOwn;
  private final SharedAnswer<Long> available =
      SharedAnswer.goodFor(Duration.ofSeconds(1), this::look);

  @Inject
  DatadirSpace(MySqlFacts mysql, CommandRunner commands, DatadirTrash trash) {
    this.mysql = mysql;
    this.commands = commands;
    this.trash = trash;
  }

  /** Bytes. */
  public long available() throws InterruptedException {
    return available.get();
  }

  private long look() throws InterruptedException {
    Path datadir = mysql.datadir();
    try {
      long free = Files.getFileStore(datadir).getUsableSpace();
      return free + agentsOwn(AgentsOwn.folders(datadir), trash.stuck(datadir));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out the free space of " + datadir + ": " + e + "; does it exist?",
          e);
    }
  }

  // Allocated blocks, not sizes: a sparse file frees less than its size.
  private long agentsOwn(List<Path> folders, List<String> stuck) throws InterruptedException {
    if (folders.isEmpty()) {
      return 0;
    }
    List<String> du = new ArrayList<>(List.of("du", "--summarize", "--block-size=1"));
    // Nobody frees it, so nobody may rely on it.
    stuck.forEach(name -> du.add("--exclude=" + name));
    du.add("--");
    folders.forEach(folder -> du.add(folder.toString()));
    try {
      String output = commands.tryRun(Command.of(du).within(DU_LIMIT).asRoot()).stdout();
      lastOwn = output.lines().mapToLong(line -> Long.parseLong(line.split("\\s", 2)[0])).sum();
      return lastOwn;
    } catch (AgentException | NumberFormatException e) {
      log.warn("Could not find out what {} will free; taking what was last known", folders, e);
      return lastOwn;
    }
  }
}
