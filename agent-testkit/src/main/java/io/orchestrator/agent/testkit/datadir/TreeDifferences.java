package io.orchestrator.agent.testkit.datadir;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param found differences in words, one line each, by name; at most {@link TreeComparison#MOST}
 * @param count how many there are in all
 * @param totals of the first tree, without what was ignored
 */
public record TreeDifferences(List<String> found, long count, TreeTotals totals) {
  /** Keeps a copy of the list. */
  public TreeDifferences {
    found = List.copyOf(found);
  }

  /** Are the trees the same? */
  public boolean none() {
    return count == 0;
  }
}
