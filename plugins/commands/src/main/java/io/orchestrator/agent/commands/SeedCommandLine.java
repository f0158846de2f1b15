package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configured command with its arguments: appended, or in the place of {@code %s} and {@code %d},
 * which the Go agent's configurations have where it formats the command as a text. The shell gets
 * them as positional parameters in either case and parses none of them.
 */
final class SeedCommandLine {
  private static final Pattern PLACEHOLDER = Pattern.compile("%[sd]");
  private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,=-]*");

  private final Setting<String> setting;
  private final String text;
  private final String kinds;

  /**
   * A command.
   *
   * @param setting where it comes from
   * @param text its value
   * @param kinds the placeholders that stand for all its arguments, such as "%s%d"; a text with
   *     others, such as {@code date +%s}, has none
   */
  SeedCommandLine(Setting<String> setting, String text, String kinds) {
    this.setting = setting;
    this.text = text;
    this.kinds = kinds;
  }

  Command with(String... arguments) {
    String formatted = text.replace("%%", "");
    String found =
        String.join("", PLACEHOLDER.matcher(formatted).results().map(m -> m.group()).toList());
    if (!found.equals(kinds)) {
      return Command.shell(text, arguments);
    }
    List<String> line = new ArrayList<>(List.of("bash", "-c", positional(arguments), "bash"));
    line.addAll(List.of(arguments));
    return Command.of(line);
  }

  /** The text with $1, $2, … for its placeholders, quoted as their surroundings require. */
  private String positional(String[] arguments) {
    StringBuilder result = new StringBuilder();
    char quote = 0;
    int next = 0;
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (text.startsWith("%%", at)) {
        result.append('%');
        at++;
      } else if (PLACEHOLDER.matcher(text).region(at, text.length()).lookingAt()) {
        result.append(parameter(next + 1, quote, arguments[next]));
        next++;
        at++;
      } else if (one == '\\' && quote != '\'' && at + 1 < text.length()) {
        result.append(one).append(text.charAt(at + 1));
        at++;
      } else {
        if (quote == 0 && (one == '"' || one == '\'')) {
          quote = one;
        } else if (quote == one) {
          quote = 0;
        }
        result.append(one);
      }
    }
    return result.toString();
  }

  private String parameter(int number, char quote, String value) {
    if (quote == '"') {
      return "${" + number + "}";
    }
    if (quote == '\'') {
      // A text in single quotes may be meant for another shell, which would parse the value.
      Matcher plain = PLAIN.matcher(value);
      if (!plain.matches()) {
        throw new AgentException(
            ErrorCode.INVALID_CONFIGURATION,
            setting.name()
                + " has a placeholder in single quotes, which is possible for plain values only,"
                + " not for \""
                + value
                + "\": take the placeholders out, the arguments are appended then");
      }
      return "'\"${" + number + "}\"'";
    }
    return "\"${" + number + "}\"";
  }
}
