package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Is this directory what it is taken for? Refuses it by reason where it is not. */
public final class DatadirCheck {
  private static final List<String> SIGNS = List.of("ibdata1", "mysql", "mysql.ibd");
  private static final List<String> NOT_DATA = List.of("lost+found", DatadirTrash.FOLDER);

  private final UnfinishedMark unfinished;
  private final MountTable mounts;

  @Inject
  DatadirCheck(UnfinishedMark unfinished, MountTable mounts) {
    this.unfinished = unfinished;
    this.mounts = mounts;
  }

  /**
   * Refuses to let go on with a directory that must not be emptied.
   *
   * @throws AgentException {@code CONFLICT} and why, if it is the root, not there, a link, holds
   *     other mounts, or does not look like a datadir
   */
  public void requireDeletable(Path datadir) {
    requireDirectory("delete the data in", datadir);
    List<Path> below = mounts.below(datadir);
    if (!below.isEmpty()) {
      throw refused(
          "delete the data in", datadir, "another file system is mounted at " + below.get(0));
    }
    List<String> entries = entries(datadir);
    boolean looksRight =
        entries.isEmpty()
            || unfinished.reason(datadir).isPresent()
            || SIGNS.stream().anyMatch(entries::contains);
    if (!looksRight) {
      throw refused(
          "delete the data in",
          datadir,
          "it does not look like a MySQL data directory (no ibdata1, no mysql folder)");
    }
  }

  /**
   * Refuses a target that already has data in it.
   *
   * @throws AgentException {@code CONFLICT} and why
   */
  public void requireEmpty(Path datadir) {
    requireDirectory("receive into", datadir);
    List<String> entries = entries(datadir);
    if (!entries.isEmpty()) {
      throw refused(
          "receive into",
          datadir,
          "it is not empty (it has " + entries.get(0) + "); delete its data first");
    }
  }

  /**
   * Refuses a received datadir that can't be one.
   *
   * @throws AgentException {@code CORRUPT_DATA} and what is missing
   */
  public void requireData(Path datadir) {
    List<String> entries = entries(datadir);
    if (SIGNS.stream().noneMatch(entries::contains)) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "What was received in "
              + datadir
              + " is no data directory: it has neither ibdata1 nor a"
              + " mysql folder; look at what the source sent");
    }
  }

  /** What is in it, without what does not count as data. */
  List<String> entries(Path datadir) {
    try (Stream<Path> list = Files.list(datadir)) {
      return list.map(path -> path.getFileName().toString())
          .filter(name -> !NOT_DATA.contains(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not list the datadir " + datadir + ": " + e, e);
    }
  }

  private static void requireDirectory(String what, Path datadir) {
    if (datadir.getNameCount() == 0) {
      throw refused(what, datadir, "it is the root directory");
    }
    if (Files.isSymbolicLink(datadir)) {
      throw refused(what, datadir, "it is a link; name the real directory in MySQLDatadirCommand");
    }
    if (!Files.isDirectory(datadir, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(what, datadir, "there is no such directory; create it");
    }
  }

  private static AgentException refused(String what, Path datadir, String why) {
    return new AgentException(
        ErrorCode.CONFLICT, "Refused to " + what + " " + datadir + ": " + why);
  }
}
