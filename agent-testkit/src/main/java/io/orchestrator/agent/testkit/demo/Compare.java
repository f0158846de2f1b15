package io.orchestrator.agent.testkit.demo;

import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.datadir.TreeDifferences;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code compare}: are two datadirs the same? What belongs to the agents is left out. */
final class Compare {
  private static final int MOST = 20;

  private final PrintStream out;

  Compare(PrintStream out) {
    this.out = out;
  }

  int run(List<String> words) throws IOException, InterruptedException {
    Arguments arguments = new Arguments(words, Set.of(), Set.of("--seconds"));
    List<String> folders = arguments.operands(2);
    TreeComparison comparison = TreeComparison.exact().ignoringTheAgentsOwn();
    TreeDifferences differences =
        (arguments.has("--seconds") ? comparison.toTheSecond() : comparison)
            .compare(Path.of(folders.get(0)), Path.of(folders.get(1)));
    if (differences.none()) {
      out.println(
          differences.totals().bytes() + " bytes, " + differences.totals().files() + " files");
      return 0;
    }
    differences.found().stream()
        .limit(MOST)
        .flatMap(line -> Lines.wrap(line, "  ").stream())
        .forEach(out::println);
    if (differences.count() > MOST) {
      out.println("and " + (differences.count() - MOST) + " more differences");
    }
    return 1;
  }
}
