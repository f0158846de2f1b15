package io.orchestrator.agent.host.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.OptionalInt;

/** Reads the address of an orchestrator server. */
final class ServerUrl {
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
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && isEmpty(uri)
          && uri.getPort() != 0
          && uri.getPort() <= 65535) {
        int own = uri.getPort() > 0 ? uri.getPort() : port.orElse(-1);
        return new URI(scheme, null, uri.getHost(), own, null, null, null);
      }
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException(rule(text), wrong);
    }
    throw new IllegalArgumentException(rule(text));
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
