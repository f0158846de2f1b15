package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What ends a session: FAIL, DONE, or BYE.
 *
 * @param type which
 * @param text its payload
 */
record LastWords(FrameType type, String text) {
  /** Says why this side fails. */
  static LastWords failure(AgentException why) {
    return new LastWords(FrameType.FAIL, why.code().name() + "\n" + why.getMessage());
  }

  FrameHeader header() {
    return FrameHeader.plain(type, 0, 0, 0, payload().remaining());
  }

  /** The text, as much of it as may be sent. */
  ByteBuffer payload() {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, type.maxLength());
    while (length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** From the other side: nothing in it may harm a log or a terminal. */
  static LastWords of(FrameType type, ByteBuffer payload) throws FrameException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(payload).toString();
      return new LastWords(type, text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]+", " "));
    } catch (CharacterCodingException e) {
      throw new FrameException("a " + type + " came that is not UTF-8");
    }
  }

  /** The reason of a FAIL, in one line. */
  String reason() {
    return oneLine(text.substring(text.indexOf('\n') + 1));
  }

  /** The summary of a DONE, in one line. */
  String summary() {
    return oneLine(text);
  }

  private static String oneLine(String words) {
    return words.replace('\n', ' ');
  }
}
