package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * What is done before and after the contents come. Links are made when all else is in its place, so
 * that nothing is ever written through one; folders get their modes last, the innermost first.
 */
final class Finishing {
  private final Path datadir;
  private final EntryList list;
  private final ArrivedParts parts;
  private final Progress progress;

  Finishing(Path datadir, EntryList list, ArrivedParts parts, Progress progress) {
    this.datadir = datadir;
    this.list = list;
    this.parts = parts;
    this.progress = progress;
  }

  /** Told at each entry that work goes on. */
  interface Beat {
    void beat() throws IOException;
  }

  /** Makes all folders. */
  void makeFolders(Beat beat) throws IOException, InterruptedException {
    list.forEach(
        (number, entry) -> {
          if (entry.isFolder() && number > 0) {
            named(entry, NewFiles::createFolder);
          }
          beat.beat();
        });
  }

  /** Requires that every file is whole, and makes and dresses what is missing. */
  void finish() throws IOException, InterruptedException {
    ArrivedParts.Reader arrived = parts.reader();
    BitSet folders = new BitSet(list.count());
    list.forEach(
        (number, entry) -> {
          folders.set(number, entry.isFolder());
          if (entry.isFile()) {
            requireWhole(entry, arrived);
          }
          if (!isFinished(entry)) {
            named(entry, path -> finish(entry, path));
          }
          progress.moved();
        });
    for (int number = folders.length() - 1;
        number >= 0;
        number = folders.previousSetBit(number - 1)) {
      Entry folder = list.get(number);
      named(folder, folder.attributes()::applyTo);
      progress.moved();
    }
  }

  private void requireWhole(Entry entry, ArrivedParts.Reader arrived) throws IOException {
    long wanted = Blocks.parts(entry.size());
    long found = arrived.arrived(wanted);
    if (found != wanted) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          String.format(
              "The source says that it has sent everything, but of %s only %d of %d parts came",
              Sizes.name(list.path(entry)), found, wanted));
    }
  }

  /** Was all of it done when it came? */
  private static boolean isFinished(Entry entry) {
    return entry.isFile() && entry.size() > 0 && entry.size() <= Blocks.PART;
  }

  private void finish(Entry entry, Path path) throws IOException {
    switch (entry.type()) {
      case FOLDER -> {}
      case FILE -> {
        if (entry.size() == 0) {
          NewFiles.create(path).close();
        }
        entry.attributes().applyTo(path);
      }
      case SYMBOLIC_LINK -> {
        Files.createSymbolicLink(path, entry.linkTarget().path());
        entry.attributes().applyToLink(path);
      }
      case HARD_LINK -> Files.createLink(path, datadir.resolve(list.path(list.get(entry.first()))));
    }
  }

  private interface Work {
    void on(Path path) throws IOException;
  }

  private void named(Entry entry, Work work) throws IOException {
    Path path = list.path(entry);
    try {
      work.on(datadir.resolve(path));
    } catch (ClosedByInterruptException stopped) {
      throw stopped;
    } catch (IOException failed) {
      throw TargetFailure.of(datadir, path, failed);
    }
  }
}
