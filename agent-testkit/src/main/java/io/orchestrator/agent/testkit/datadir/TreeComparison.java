package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Compares a tree with its copy: names, types, contents byte for byte, link targets, which names
 * are hard links of one file, owner, group, mode, modification time, and that a copy does not take
 * noticeably more disk space than its original (that is, sparse files are still sparse). The roots
 * themselves and the times of symbolic links are not compared. Immutable.
 */
public final class TreeComparison {
  /** How many differences are put into words. */
  public static final int MOST = 1000;

  private final Predicate<Path> ignored;
  private final TimeUnit precision;

  private TreeComparison(Predicate<Path> ignored, TimeUnit precision) {
    this.ignored = ignored;
    this.precision = precision;
  }

  /** Compares everything, times to the nanosecond. */
  public static TreeComparison exact() {
    return new TreeComparison(path -> false, TimeUnit.NANOSECONDS);
  }

  /** Compares times only to the second, which is what tar's default format keeps. */
  public TreeComparison toTheSecond() {
    return new TreeComparison(ignored, TimeUnit.SECONDS);
  }

  /**
   * Leaves out some names, folders with all that is in them.
   *
   * @param names tests a path relative to the root
   */
  public TreeComparison ignoring(Predicate<Path> names) {
    return new TreeComparison(ignored.or(names), precision);
  }

  /** Leaves out what belongs to the agent: top-level names that start .orchestrator-agent. */
  public TreeComparison ignoringTheAgentsOwn() {
    return ignoring(path -> path.getName(0).toString().startsWith(".orchestrator-agent"));
  }

  /**
   * Compares two trees that nobody changes meanwhile.
   *
   * @throws IOException if one can't be read
   * @throws InterruptedException if the calling thread is interrupted
   */
  public TreeDifferences compare(Path original, Path copy)
      throws IOException, InterruptedException {
    SortedMap<Path, TreeEntry> left = TreeScan.of(original, ignored);
    SortedMap<Path, TreeEntry> right = TreeScan.of(copy, ignored);
    DifferenceList differences = new DifferenceList();
    EntryComparison entries = new EntryComparison(original, copy, precision, differences);
    TreeSet<Path> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    for (Path name : names) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      TreeEntry one = left.get(name);
      TreeEntry other = right.get(name);
      if (one == null) {
        differences.add(name, "is only in the copy");
      } else if (other == null) {
        differences.add(name, "is missing in the copy");
      } else {
        entries.compare(one, other);
      }
    }
    return differences.with(totals(left));
  }

  private static TreeTotals totals(SortedMap<Path, TreeEntry> tree) {
    List<TreeEntry> files =
        tree.values().stream()
            .filter(entry -> entry.isFile() && entry.firstName().equals(entry.path()))
            .toList();
    return new TreeTotals(
        files.stream().mapToLong(file -> file.attributes().size()).sum(), files.size());
  }
}
