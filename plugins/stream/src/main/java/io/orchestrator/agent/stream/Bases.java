package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the target has of the seed's files already. A file of many parts that an earlier receive has
 * left behind is moved to its place and written over; what the data directory had before, and
 * smaller files of earlier receives, are only read.
 */
final class Bases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Bases.class);
  private static final int OFFERED = 1;
  private static final int ADOPTED = 2;

  private final Path datadir;
  private final EntryList list;
  private final ArrivedParts parts;
  private final List<Path> earlier;
  private final Optional<Path> kept;

  /** A byte for each file, by its number. */
  private final SpoolFile marks;

  Bases(
      Path workDirectory,
      Path datadir,
      EntryList list,
      ArrivedParts parts,
      List<Path> earlier,
      Optional<Path> kept)
      throws IOException {
    this.datadir = datadir;
    this.list = list;
    this.parts = parts;
    this.earlier = earlier;
    this.kept = kept;
    this.marks = SpoolFile.in(workDirectory);
  }

  /** Is there nothing at all, for no file? */
  boolean areNone() {
    return earlier.isEmpty() && kept.isEmpty();
  }

  /** What there is of a file, which can be patched from now on. */
  Basis offer(int number, Entry entry) throws IOException {
    Path path = list.path(entry);
    boolean adopted = entry.size() > Blocks.PART && adopt(number, entry, path);
    Basis basis = open(entry, path, adopted);
    if (!basis.isEmpty()) {
      marks.put(number, adopted ? ADOPTED : OFFERED);
    }
    return basis;
  }

  /** What was offered of a file; empty if nothing was. */
  Basis offered(int number, Entry entry) throws IOException {
    int mark = marks.get(number);
    return mark == 0 ? Basis.NONE : open(entry, list.path(entry), mark == ADOPTED);
  }

  /** Is what lies in its place from an earlier receive, and not all zeros? */
  boolean isAdopted(int number) throws IOException {
    return !earlier.isEmpty() && marks.get(number) == ADOPTED;
  }

  private Basis open(Entry entry, Path path, boolean adopted) {
    List<Path> roots = new ArrayList<>();
    if (adopted) {
      roots.add(datadir);
    } else if (entry.size() <= Blocks.PART) {
      roots.addAll(earlier);
    }
    kept.ifPresent(roots::add);
    return Basis.open(roots, path);
  }

  private boolean adopt(int number, Entry entry, Path path) throws IOException {
    for (Path folder : earlier) {
      Path place = datadir.resolve(path);
      if (RegularFile.isAlone(folder, path) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.move(folder.resolve(path), place);
          requireAlone(place);
          Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
          try (TargetFile file = TargetFile.reopen(place)) {
            file.resize(entry.size());
          }
        } catch (IOException failed) {
          throw TargetFailure.of(datadir, path, failed);
        }
        marks.put(number, ADOPTED);
        parts.created(list.firstPart(number));
        return true;
      }
    }
    return false;
  }

  /** What lay where others could reach it was looked at before; here it is what it is. */
  private static void requireAlone(Path place) throws IOException {
    SourceNode node = SourceNode.of(place);
    if (!node.isFile() || node.links() != 1) {
      throw new IOException("what an earlier receive had left has become something else");
    }
  }

  /** A file of one part is composed: its room is needed where it belongs. */
  void used(Entry entry, Path path) {
    for (Path folder : earlier) {
      if (entry.size() <= Blocks.PART && RegularFile.isThere(folder, path)) {
        try {
          Files.delete(folder.resolve(path));
        } catch (IOException stays) {
          log.debug("{} in {} stays: {}", Sizes.name(path), folder, stays.toString());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    marks.close();
  }
}
