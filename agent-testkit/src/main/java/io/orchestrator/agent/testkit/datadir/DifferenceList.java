package io.orchestrator.agent.testkit.datadir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Differences in words, bounded. */
final class DifferenceList {
  private final List<String> found = new ArrayList<>();
  private long count;

  void add(Path name, String difference) {
    count++;
    if (found.size() < TreeComparison.MOST) {
      found.add(shown(name) + " " + difference);
    }
  }

  TreeDifferences with(TreeTotals totals) {
    return new TreeDifferences(found, count, totals);
  }

  private static String shown(Path name) {
    return name.toString().replace("\\", "\\\\").replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
  }
}
