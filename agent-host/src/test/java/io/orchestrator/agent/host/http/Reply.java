package io.orchestrator.agent.host.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An answer, byte for byte.
 *
 * @param head status line and headers, with the ends of their lines
 * @param body what follows the empty line, as text
 */
record Reply(String head, String body) {
  private static final String END_OF_HEAD = "\r\n\r\n";

  static Reply of(byte[] bytes) {
    String all = new String(bytes, ISO_8859_1);
    int end = all.indexOf(END_OF_HEAD);
    return end < 0
        ? new Reply(all, "")
        : new Reply(
            all.substring(0, end + 2),
            new String(all.substring(end + END_OF_HEAD.length()).getBytes(ISO_8859_1), UTF_8));
  }

  /** With the end of the line. */
  String statusLine() {
    return head.substring(0, head.indexOf('\n') + 1);
  }

  int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** Is this the one form of an error that orchestrator sees? */
  boolean bareError() {
    return statusLine().equals("HTTP/1.1 500\r\n");
  }
}
