package io.orchestrator.agent.live.tool;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The options that a plugin sets itself, so that nobody else may. */
public final class OwnedOptions {
  /** What programs take before the name of an option. */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:loose|skip|disable|enable|maximum)-(?=.)");

  private static final Pattern LONG = Pattern.compile("--[A-Za-z0-9][\\S\\s]*");

  private final Set<String> names;

  /**
   * Options of these names.
   *
   * @param names in lower case, without the leading dashes
   */
  public OwnedOptions(String... names) {
    this.names = Set.of(names);
  }

  /**
   * Further options that an operator wants.
   *
   * @param setting where they come from, for messages
   * @param extra each a whole one, as in "--parallel=4"
   * @return the same
   * @throws AgentException {@code INVALID_CONFIGURATION} if one is owned, however it is written, or
   *     is no long option
   */
  public List<String> require(String setting, List<String> extra) {
    extra.forEach(option -> requireForeign(setting, option));
    return extra;
  }

  /**
   * Looks for one in what option files tell a program.
   *
   * @param found as {@code my_print_defaults} prints them
   * @param harmless options that may be there though they are owned, as in "--quick"
   * @return the name of the first that is owned, however it is written
   */
  public Optional<String> firstOf(List<String> found, List<String> harmless) {
    Set<String> allowed = new HashSet<>();
    for (String option : harmless) {
      allowed.addAll(spellings(option));
    }
    return found.stream()
        .filter(option -> LONG.matcher(option).matches())
        .flatMap(option -> meant(spellings(option)).stream())
        .filter(owned -> !allowed.contains(owned))
        .findFirst();
  }

  /** The owned ones that a program may take it for. */
  private List<String> meant(Set<String> spellings) {
    List<String> exactly = names.stream().filter(spellings::contains).sorted().toList();
    return exactly.isEmpty()
        ? names.stream()
            .filter(own -> spellings.stream().anyMatch(own::startsWith))
            .sorted()
            .toList()
        : exactly;
  }

  /** With each further prefix taken off: "disable-keys" is an option, and so is what is behind. */
  private static Set<String> spellings(String option) {
    Set<String> spellings = new HashSet<>();
    String name = name(option);
    while (spellings.add(name)) {
      name = PREFIX.matcher(name).replaceFirst("");
    }
    return spellings;
  }

  private void requireForeign(String setting, String option) {
    if (!LONG.matcher(option).matches()) {
      throw refused(
          setting, option, "is no long option: write each as \"--name\" or \"--name=value\"");
    }
    List<String> owned = meant(spellings(option));
    if (!owned.isEmpty()) {
      throw refused(setting, option, "sets --" + owned.get(0) + ", which the plugin sets itself");
    }
  }

  /** The value may be anything; a message does without it. */
  private static String name(String option) {
    return option.substring(2).split("[=\\s]", 2)[0].replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static AgentException refused(String setting, String option, String why) {
    String shown = option.split("=", 2)[0].replaceAll("[^ -~]", "?");
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, setting + " has \"" + shown + "\", which " + why);
  }
}
