package io.orchestrator.agent.host.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the address of an orchestrator server. */
final class ServerUrl {
  /** Not {@link URI#getHost()}, which knows no name with an underscore; hosts here may have one. */
  private static final Pattern SERVER =
      Pattern.compile("(" + OrchestratorKeys.HOST + "|\\[[^]]+\\])(?::|$)(\\d{0,5})");

  private ServerUrl() {}

  /**
   * The base URL: scheme, host and port alone.
   *
   * @param port for an address that has none
   * @throws IllegalArgumentException with the end of a sentence that starts with the key
   */
  static URI parse(String text, OptionalInt port) {
    if (text.contains("@")) {
      throw new IllegalArgumentException(
          "has an address with user or password; the agent sends none to orchestrator");
    }
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      Matcher server = SERVER.matcher(Objects.requireNonNullElse(uri.getAuthority(), ""));
      if ((scheme.equals("http") || scheme.equals("https"))
          && server.matches()
          && isPort(server.group(2))
          && isEmpty(uri)) {
        String own = server.group(2);
        int number = own.isEmpty() ? port.orElse(-1) : Integer.parseInt(own);
        String end = number < 0 ? "" : ":" + number;
        return new URI(scheme, server.group(1) + end, null, null, null);
      }
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException(rule(text), wrong);
    }
    throw new IllegalArgumentException(rule(text));
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || (Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535);
  }

  private static boolean isEmpty(URI uri) {
    return (uri.getPath().isEmpty() || uri.getPath().equals("/"))
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }

  private static String rule(String text) {
    return "has \"" + text + "\", but must have http://host:port or https://host:port, no path";
  }
}
