package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What a receive left in its datadir when the agent was killed, a folder for each time, so that the
 * seed can go on with it.
 */
public final class EarlierData {
  private static final String NAME = AgentsOwn.PREFIX + "-earlier-";

  private final DatadirCheck check;
  private final DatadirTrash trash;

  @Inject
  EarlierData(DatadirCheck check, DatadirTrash trash) {
    this.check = check;
    this.trash = trash;
  }

  /**
   * Moves the data away, so that the datadir is empty.
   *
   * @throws AgentException {@code IO_FAILED} if something can't be moved
   */
  public void setAside(Path datadir) {
    List<Path> entries = check.entries(datadir);
    if (entries.isEmpty()) {
      return;
    }
    int next = folders(datadir).stream().mapToInt(EarlierData::number).max().orElse(0) + 1;
    Path folder = datadir.resolve(NAME + next);
    try {
      AgentsOwn.create(folder);
      AgentsOwn.move(datadir, entries, folder);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not set aside what is in " + datadir + ": " + e, e);
    }
  }

  /** The folders, the latest first. */
  public List<Path> folders(Path datadir) {
    return AgentsOwn.folders(datadir).stream()
        .filter(folder -> number(folder) > 0)
        .sorted(Comparator.comparing(EarlierData::number).reversed())
        .toList();
  }

  /** Its number; 0 if it is another folder. */
  private static int number(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches(NAME.replace(".", "\\.") + "[1-9]\\d{0,3}")
        ? Integer.parseInt(name.substring(NAME.length()))
        : 0;
  }

  /** Deletes them, in the background. */
  public void discard(Path datadir) {
    List<Path> folders = folders(datadir);
    if (!folders.isEmpty()) {
      trash.discard(datadir, folders);
    }
  }
}
