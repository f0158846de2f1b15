package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountEntry;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Is this directory what it is taken for? Refuses it by reason where it is not. */
public final class DatadirCheck {
  private static final List<String> SYSTEM_FILES = List.of("ibdata1", "mysql.ibd");
  private static final Pattern SYSTEM_TABLE =
      Pattern.compile(".+\\.(frm|MYD|MYI|MAD|MAI|CSM|CSV|sdi)|innodb_.+\\.ibd");
  private static final String NOT_DATA = "lost+found";

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
    requireNoMounts("delete the data in", datadir);
    if (!entries(datadir).isEmpty()
        && unfinished.reason(datadir).isEmpty()
        && !looksLikeData(datadir)) {
      throw refused(
          "delete the data in",
          datadir,
          "it does not look like a MySQL data directory (no ibdata1, no mysql folder with system"
              + " tables)");
    }
  }

  /**
   * Refuses a directory whose content must not be replaced by what it had before.
   *
   * @throws AgentException {@code CONFLICT} and why
   */
  public void requireReplaceable(Path datadir) {
    requireDirectory("restore the data of", datadir);
    requireNoMounts("restore the data of", datadir);
    if (!entries(datadir).isEmpty() && unfinished.reason(datadir).isEmpty()) {
      throw refused(
          "restore the data of",
          datadir,
          "what is in it is not marked unfinished, so it is good; if it is not, delete what is in"
              + " it and move the entries of "
              + KeptData.KEPT
              + " back by hand");
    }
  }

  private void requireNoMounts(String what, Path datadir) {
    List<MountEntry> below = mounts.below(datadir);
    if (!below.isEmpty()) {
      throw refused(
          what, datadir, "another file system is mounted at " + below.get(0).mountPoint());
    }
  }

  /**
   * Refuses a target that already has data in it.
   *
   * @throws AgentException {@code CONFLICT} and why
   */
  public void requireEmpty(Path datadir) {
    requireDirectory("receive into", datadir);
    List<Path> entries = entries(datadir);
    if (!entries.isEmpty()) {
      throw refused(
          "receive into",
          datadir,
          "it is not empty (it has " + entries.get(0).getFileName() + "); delete its data first");
    }
  }

  /**
   * Refuses a received datadir that can't be one.
   *
   * @throws AgentException {@code CORRUPT_DATA} and what is missing
   */
  public void requireData(Path datadir) {
    if (!looksLikeData(datadir)) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "What is in "
              + datadir
              + " is no MySQL data directory: it has neither ibdata1 nor a mysql folder with system"
              + " tables; look at what the source sent");
    }
  }

  /** Is anything in it that counts as data? */
  public boolean hasData(Path datadir) {
    return !entries(datadir).isEmpty();
  }

  /** What is in it, without what does not count as data. */
  List<Path> entries(Path datadir) {
    return list(datadir).stream()
        .filter(path -> !path.endsWith(NOT_DATA) && !AgentsOwn.is(path))
        .toList();
  }

  // A folder called mysql is not enough: /etc and /var/lib have one too.
  private static boolean looksLikeData(Path datadir) {
    Path system = datadir.resolve("mysql");
    return SYSTEM_FILES.stream()
            .anyMatch(name -> Files.isRegularFile(datadir.resolve(name), LinkOption.NOFOLLOW_LINKS))
        || (Files.isDirectory(system, LinkOption.NOFOLLOW_LINKS)
            && list(system).stream()
                .anyMatch(file -> SYSTEM_TABLE.matcher(file.getFileName().toString()).matches()));
  }

  static List<Path> list(Path folder) {
    try (Stream<Path> list = Files.list(folder)) {
      return list.sorted().toList();
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not list " + folder + ": " + e, e);
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
