package io.orchestrator.agent.netcat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The last words of a sender that fails: why, at the end of its cut stream, where a receiver looks
 * that finds the stream unfit. They make the stream end in the middle of a tar block, so that a
 * plain tar does not take it for a whole one either.
 */
final class FailureNote {
  /** No note has more bytes. */
  static final int LONGEST = 2048;

  private static final int BLOCK = 512;
  private static final int LONGEST_REASON = 300;
  private static final String BEGIN = "\n!orchestrator-agent: the seed failed:\n";
  private static final String END = "\n!orchestrator-agent: end\n";

  private FailureNote() {}

  /**
   * The bytes to send.
   *
   * @param sent how many bytes of the stream have been sent before
   */
  static byte[] of(String reason, long sent) {
    String words = printable(reason);
    byte[] note = (BEGIN + words + END).getBytes(StandardCharsets.UTF_8);
    int over = (int) ((sent + note.length) % BLOCK);
    String padding = " ".repeat((BLOCK + 1 - over) % BLOCK);
    return (padding + BEGIN + words + END).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The reason, if the stream ended with a note. It is for people and to be believed as far as the
   * sender is.
   *
   * @param end the last bytes of the stream
   */
  static Optional<String> find(byte[] end) {
    String text = new String(end, StandardCharsets.UTF_8);
    int begin = text.lastIndexOf(BEGIN);
    if (begin < 0 || !text.endsWith(END)) {
      return Optional.empty();
    }
    String words = text.substring(begin + BEGIN.length(), text.length() - END.length());
    return Optional.of(printable(words)).filter(reason -> !reason.isBlank());
  }

  private static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\uFFFD]+", " ").strip();
    return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON) + "…";
  }
}
