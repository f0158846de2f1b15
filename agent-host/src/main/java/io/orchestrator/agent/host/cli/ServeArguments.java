package io.orchestrator.agent.host.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The arguments that start the daemon: {@code serve} or none, and the Go binary's flags.
 *
 * @param config the file to read, instead of the usual ones
 * @param logLevel what to log
 * @param stackTraces log them with errors
 */
public record ServeArguments(Optional<Path> config, String logLevel, boolean stackTraces) {
  /**
   * What they are, if these arguments start the daemon; empty for all other commands and for
   * mistakes.
   */
  public static Optional<ServeArguments> parse(String[] arguments) {
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    Optional<Path> config = Optional.empty();
    String level = "INFO";
    boolean stack = false;
    boolean named = false;
    while (!rest.isEmpty()) {
      List<String> flag = Arrays.asList(rest.pop().split("=", 2));
      String name = flag.get(0).replaceFirst("^--?", "-");
      if ((name.equals("-config") || name.equals("-c")) && (flag.size() == 2 || !rest.isEmpty())) {
        config = Optional.of(Path.of(flag.size() == 2 ? flag.get(1) : rest.pop()));
      } else if (name.equals("serve") && flag.size() == 1 && !named) {
        named = true;
      } else if (name.equals("-verbose") && flag.size() == 1) {
        level = level.equals("DEBUG") ? level : "INFO";
      } else if (name.equals("-debug") && flag.size() == 1) {
        level = "DEBUG";
      } else if (name.equals("-stack") && flag.size() == 1) {
        stack = true;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new ServeArguments(config, level, stack));
  }
}
