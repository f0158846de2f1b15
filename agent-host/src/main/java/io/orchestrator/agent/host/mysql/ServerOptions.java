package io.orchestrator.agent.host.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a server by name, as a command line or option files set them. Dashes and underscores
 * in names are the same. Immutable.
 */
public final class ServerOptions {
  private final Map<String, List<String>> values;

  private ServerOptions(Map<String, List<String>> values) {
    this.values = values;
  }

  /** No options. */
  public static ServerOptions none() {
    return new ServerOptions(Map.of());
  }

  /**
   * The options among a server's arguments: {@code --name=value}, {@code --name value}, {@code
   * --name}, and the short forms of datadir and port.
   *
   * @param arguments without the program
   */
  public static ServerOptions ofArguments(List<String> arguments) {
    Builder builder = new Builder();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean valueFollows = i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-");
      String next = valueFollows ? arguments.get(i + 1) : "";
      int equals = argument.indexOf('=');
      if (argument.startsWith("--")) {
        builder.set(
            argument.substring(2, equals < 0 ? argument.length() : equals),
            equals < 0 ? next : argument.substring(equals + 1));
      } else if (argument.startsWith("-h") || argument.startsWith("-P")) {
        String attached = argument.substring(2);
        builder.set(
            argument.startsWith("-h") ? "datadir" : "port", attached.isEmpty() ? next : attached);
      }
    }
    return builder.build();
  }

  /** The value of an option, empty text for one that has none; nothing if it is not set. */
  public Optional<String> find(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** All values of an option of which servers add one to another; else the one that counts. */
  public List<String> all(String name) {
    return values.getOrDefault(normalised(name), List.of());
  }

  /** These options and behind them {@code later} ones, which win. */
  public ServerOptions overriddenBy(ServerOptions later) {
    Builder builder = new Builder();
    values.forEach((name, all) -> all.forEach(value -> builder.set(name, value)));
    later.values.forEach((name, all) -> all.forEach(value -> builder.set(name, value)));
    return builder.build();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }

  private static String normalised(String name) {
    return name.replace('-', '_');
  }

  /** Gathers options; later ones win, but for what is added to earlier ones. */
  static final class Builder {
    /** MariaDB's packages have an option file with a line of it for each plugin. */
    private static final String ADDED = "plugin_load_add";

    private static final List<String> OFF = List.of("skip_", "disable_");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    void set(String option, String value) {
      String given = normalised(option);
      String name = given.startsWith("loose_") ? given.substring("loose_".length()) : given;
      for (String off : OFF) {
        values.remove(name.startsWith(off) ? name.substring(off.length()) : off + name);
      }
      if (name.equals(ADDED)) {
        List<String> more = new ArrayList<>(values.getOrDefault(name, List.of()));
        more.add(value);
        values.put(name, List.copyOf(more));
      } else {
        values.put(name, List.of(value));
      }
    }

    ServerOptions build() {
      return new ServerOptions(Map.copyOf(values));
    }
  }
}
