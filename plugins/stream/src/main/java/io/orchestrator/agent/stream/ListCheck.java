package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.stream.EntryFormat.BadEntryException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Looks at each entry that arrives as if an attacker had sent it. What is not caught here, two
 * entries of one name, the file system catches: nothing that is there already is ever written to,
 * and links are only made when everything else is in its place.
 */
final class ListCheck {
  /** The longest path that Linux takes. */
  private static final int LONGEST_PATH = 4095;

  private final Path datadir;
  private final EntryList list;
  private final OwnRights rights;
  private boolean plausible;

  ListCheck(Path datadir, EntryList list, OwnRights rights) {
    this.datadir = datadir;
    this.list = list;
    this.rights = rights;
  }

  /** Requires that this may come next. */
  void require(Entry entry) throws IOException {
    int number = list.count();
    if (number >= Format.MOST_ENTRIES) {
      throw new BadEntryException("more than " + Format.MOST_ENTRIES + " entries");
    }
    if (number == 0) {
      requireTop(entry);
    } else {
      requireName(entry);
      requirePlace(entry);
    }
    requireContent(entry, number);
    rights.require(entry.attributes(), list.path(entry));
  }

  private static void requireTop(Entry entry) throws BadEntryException {
    if (!entry.isFolder() || entry.parent() != 0 || entry.name().length() != 0) {
      throw new BadEntryException("a list that does not begin with the data directory");
    }
  }

  private static void requireName(Entry entry) throws BadEntryException {
    RawName name = entry.name();
    if (name.length() == 0 || name.is(".") || name.is("..") || name.has('/')) {
      throw new BadEntryException("a name that is none or leads to another folder");
    }
    if (name.has(0)) {
      throw new BadEntryException("a name with a NUL");
    }
  }

  private void requirePlace(Entry entry) throws IOException {
    Path folder = list.folder(entry.parent());
    int length = RawName.of(datadir).length() + RawName.of(folder).length();
    if (length + entry.name().length() + 2 > LONGEST_PATH) {
      throw new BadEntryException("a path that is too long for Linux");
    }
    if (entry.parent() == 0) {
      if (list.path(entry).toString().startsWith(Exclusions.AGENTS_OWN)) {
        throw new BadEntryException("a name that belongs to the agent of this host");
      }
      plausible |= !entry.isFolder() && entry.name().is("ibdata1");
      plausible |= entry.isFolder() && entry.name().is("mysql");
    }
  }

  private void requireContent(Entry entry, int number) throws IOException {
    switch (entry.type()) {
      case FOLDER -> {}
      case FILE -> {
        if (entry.size() < 0 || entry.size() > Format.MOST_BYTES - list.totals().bytes()) {
          throw new BadEntryException("files with a size that cannot be");
        }
        requireHarmless(entry);
      }
      case SYMBOLIC_LINK -> {
        if (entry.linkTarget().length() == 0 || entry.linkTarget().has(0)) {
          throw new BadEntryException("a symbolic link to a name that cannot be");
        }
      }
      case HARD_LINK -> {
        int first = entry.first();
        if (first <= 0 || first >= number || !list.get(first).isFile()) {
          throw new BadEntryException("a hard link to what is no file of the list");
        }
      }
    }
  }

  /** A program of root's that anybody may start would be the end of this host. */
  private void requireHarmless(Entry entry) throws IOException {
    if (entry.attributes().runsAsOwner()) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          String.format(
              "The source sent the file %s with setuid or setgid (mode %o), which is refused:"
                  + " if it belongs there, take them from it at the source (chmod ug-s) and seed"
                  + " from a new snapshot",
              Sizes.name(list.path(entry)), entry.attributes().mode()));
    }
  }

  /** Does the list look like a data directory? */
  boolean isPlausible() {
    return plausible;
  }
}
