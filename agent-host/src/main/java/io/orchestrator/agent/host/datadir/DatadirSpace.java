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
import java.util.OptionalLong;
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
  private volatile Space last = new Space(0, 0);
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
    OptionalLong own = agentsOwn(AgentsOwn.folders(datadir), trash.stuck(datadir));
    // After the folders: what is freed meanwhile would be in neither.
    long free = free(datadir);
    last = own.isPresent() ? new Space(free, own.getAsLong()) : last.with(free);
    return last.all();
  }

  private static long free(Path datadir) {
    try {
      return Files.getFileStore(datadir).getUsableSpace();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not find out the free space of " + datadir + ": " + e + "; does it exist?",
          e);
    }
  }

  /** Allocated blocks, not sizes: a sparse file frees less than its size. Empty if du fails. */
  private OptionalLong agentsOwn(List<Path> folders, List<String> stuck)
      throws InterruptedException {
    if (folders.isEmpty()) {
      return OptionalLong.of(0);
    }
    List<String> du = new ArrayList<>(List.of("du", "--summarize", "--block-size=1"));
    // Nobody frees it, so nobody may rely on it.
    stuck.forEach(name -> du.add("--exclude=" + name));
    du.add("--");
    folders.forEach(folder -> du.add(folder.toString()));
    try {
      String output = commands.tryRun(Command.of(du).within(DU_LIMIT).asRoot()).stdout();
      return OptionalLong.of(
          output.lines().mapToLong(line -> Long.parseLong(line.split("\\s", 2)[0])).sum());
    } catch (AgentException | NumberFormatException e) {
      log.warn("Could not find out what {} will free; going by what was last known", folders, e);
      return OptionalLong.empty();
    }
  }

  /**
   * What was found.
   *
   * @param free to everybody
   * @param own in the agent's folders
   */
  private record Space(long free, long own) {
    long all() {
      return free + own;
    }

    /** If only the free space can be found out: what has become free since was the agent's. */
    Space with(long freeNow) {
      return new Space(freeNow, Math.max(0, own - Math.max(0, freeNow - free)));
    }
  }
}
