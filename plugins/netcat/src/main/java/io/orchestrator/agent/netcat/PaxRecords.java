package io.orchestrator.agent.netcat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** The records of an extended header: "LENGTH KEY=VALUE\n", each length including itself. */
final class PaxRecords {
  private static final String SIZE = "size=";

  private PaxRecords() {}

  /** The size that replaces the one of the next header, such as for a file of over 8 GiB. */
  static OptionalLong size(byte[] records, int length) {
    OptionalLong size = OptionalLong.empty();
    int at = 0;
    while (at < length) {
      int blank = at;
      while (blank < length && records[blank] != ' ') {
        blank++;
      }
      long recordLength = number(text(records, at, blank));
      if (recordLength <= blank - at || recordLength > length - at) {
        return size;
      }
      int end = at + (int) recordLength;
      String keyAndValue = text(records, blank + 1, Math.min(end - 1, blank + 32));
      if (keyAndValue.startsWith(SIZE)) {
        size = OptionalLong.of(number(keyAndValue.substring(SIZE.length())));
      }
      at = end;
    }
    return size;
  }

  private static String text(byte[] bytes, int from, int to) {
    return to <= from ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Negative if it is none. */
  private static long number(String digits) {
    return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
  }
}
