package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.List;

/** Options as a server reads them from a file. */
final class OptionFileText {
  private OptionFileText() {}

  /**
   * The text of an option file.
   *
   * @param options as {@code name} or {@code name=value}
   */
  static String of(List<String> options) {
    StringBuilder text = new StringBuilder("[mysqld]\n");
    for (String option : options) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (option.chars().anyMatch(Character::isISOControl)) {
        throw new AgentException(
            ErrorCode.UNSUPPORTED,
            "Can't verify: the server's option " + name + " has a control character");
      }
      text.append(name);
      if (equals >= 0) {
        String value = option.substring(equals + 1);
        text.append("=\"").append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
