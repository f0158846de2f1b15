package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.regex.Pattern;

/** Checks host names that callers give: they become arguments of programs. */
final class HostName {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:-]{0,252}");

  private HostName() {}

  static String checked(String host) {
    if (!VALID.matcher(host).matches()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "A host is a name or an IP address (letters, digits, dots, dashes, colons, underscores),"
              + " and this one is not");
    }
    return host;
  }
}
