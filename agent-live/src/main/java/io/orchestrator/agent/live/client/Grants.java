package io.orchestrator.agent.live.client;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an account may do, its active roles included. The lines that it is read from hold a hash of
 * the password: they are not kept.
 */
public final class Grants {
  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+?) ON (?:TABLE )?(\\S+\\.\\S+) TO .*");
  private static final String EVERYWHERE = "*.*";
  private static final String ALL = "ALL PRIVILEGES";

  private final Map<String, Set<String>> byPlace;

  private Grants(Map<String, Set<String>> byPlace) {
    this.byPlace = byPlace;
  }

  /**
   * Reads the answer to {@code SHOW GRANTS}.
   *
   * @param lines one a grant; what is no grant of privileges, such as that of a role, is left out
   */
  public static Grants of(List<String> lines) {
    Map<String, Set<String>> byPlace = new HashMap<>();
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (grant.matches()) {
        Set<String> there =
            byPlace.computeIfAbsent(grant.group(2).replace("`", ""), place -> new TreeSet<>());
        Arrays.stream(grant.group(1).toUpperCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .forEach(there::add);
      }
    }
    return new Grants(byPlace);
  }

  /** Has it this privilege on everything, such as "RELOAD"? Any of several that do is enough. */
  public boolean has(String privilege, String... orAnother) {
    return isGranted(EVERYWHERE, privilege)
        || Arrays.stream(orAnother).anyMatch(other -> isGranted(EVERYWHERE, other));
  }

  /** Has it this privilege on a table? */
  public boolean hasOn(String schema, String table, String privilege) {
    return Stream.of(EVERYWHERE, schema + ".*", schema + "." + table)
        .anyMatch(place -> isGranted(place, privilege));
  }

  private boolean isGranted(String place, String privilege) {
    Set<String> there = byPlace.getOrDefault(place, Set.of());
    return there.contains(privilege) || there.contains(ALL);
  }
}
