package io.orchestrator.agent.host.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * The form in which volume paths are shown. Orchestrator puts them into a URL's query as they are,
 * so a blank or an ampersand is shown percent-encoded; the agent's own URL decoding gives the path
 * back.
 */
public final class UrlSafePath {
  private static final String SAFE = "/._-~:@,=";

  private UrlSafePath() {}

  /** The path as it is shown. */
  public static String show(String path) {
    StringBuilder shown = new StringBuilder(path.length());
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (octet & 0xff);
      if (letter < 0x80 && (Character.isLetterOrDigit(letter) || SAFE.indexOf(letter) >= 0)) {
        shown.append(letter);
      } else {
        shown.append(String.format("%%%02X", octet & 0xff));
      }
    }
    return shown.toString();
  }
}
