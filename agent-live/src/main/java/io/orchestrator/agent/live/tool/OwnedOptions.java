package io.orchestrator.agent.live.tool;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The options that a plugin sets itself, so that nobody else may. */
public final class OwnedOptions {
  /** What programs take before the name of an option. */
  private static final Pattern PREFIX =
      Pattern.compile("^(loose|skip|disable|enable|maximum)-(?=.)");

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

  private void requireForeign(String setting, String option) {
    if (!option.matches("--[A-Za-z0-9][\\S\\s]*")) {
      throw refused(
          setting, option, "is no long option: write each as \"--name\" or \"--name=value\"");
    }
    String name = name(option);
    String bare = PREFIX.matcher(name).replaceFirst("");
    Optional<String> owned =
        names.stream()
            .filter(own -> own.startsWith(name) || own.startsWith(bare))
            .sorted()
            .findFirst();
    if (owned.isPresent()) {
      throw refused(setting, option, "sets --" + owned.get() + ", which the plugin sets itself");
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
