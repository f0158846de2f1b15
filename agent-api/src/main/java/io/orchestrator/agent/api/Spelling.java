package io.orchestrator.agent.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The "did you mean" of a misspelt key. */
final class Spelling {
  private Spelling() {}

  static String suggestion(String key, Collection<? extends Setting<?>> known) {
    String wanted = key.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(Setting::name)
        .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= 1 + key.length() / 4)
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  /** Levenshtein's distance: how many characters must be put in, taken out or changed. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int above = row[column];
        int change = from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1;
        row[column] = Math.min(Math.min(above, row[column - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
