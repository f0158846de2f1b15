package io.orchestrator.agent.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the two sides say before frames begin: a first line, lines of {@code name: value}, an empty
 * line. UTF-8, lines end with a line feed, {@value #MAX_BYTES} bytes at most, no control
 * characters.
 *
 * @param first the first line
 * @param fields in their order
 */
record HeaderBlock(String first, Map<String, String> fields) {
  static final int MAX_BYTES = 8 << 10;

  /** Nothing that could harm a log or a terminal. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]+");

  private static final int MAX_VALUE = 1 << 10;

  HeaderBlock(String first, Map<String, String> fields) {
    this.first = first;
    this.fields = new LinkedHashMap<>(fields);
  }

  static HeaderBlock of(String first) {
    return new HeaderBlock(first, Map.of());
  }

  HeaderBlock with(String name, Object value) {
    HeaderBlock more = new HeaderBlock(first, fields);
    more.fields.put(name, printable(value.toString()));
    return more;
  }

  private static String printable(String text) {
    String line = UNPRINTABLE.matcher(text.replace('\n', ' ')).replaceAll(" ").strip();
    return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE);
  }

  HeaderBlock without(String name) {
    HeaderBlock fewer = new HeaderBlock(first, fields);
    fewer.fields.remove(name);
    return fewer;
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** A field that must be there. */
  String get(String name) throws FrameException {
    return find(name)
        .orElseThrow(() -> new FrameException("\"" + first + "\" came without " + name));
  }

  /** A field that must be a number from 0 to {@code most}. */
  long number(String name, long most) throws FrameException {
    String text = get(name);
    long value = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    if (value < 0 || value > most) {
      throw new FrameException(name + " is \"" + text + "\", not a number from 0 to " + most);
    }
    return value;
  }

  /** As it travels. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder(first).append('\n');
    fields.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  void write(WireIo io) throws IOException {
    io.write(ByteBuffer.wrap(bytes()));
  }

  /**
   * Reads one, byte by byte: what follows is not its business.
   *
   * @param starts one of them must begin the first line; anything else is given up at once
   * @throws FrameException if it is none, or too long
   */
  static HeaderBlock read(WireIo io, String... starts) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    byte[] bytes = new byte[MAX_BYTES];
    for (int length = 0; length < MAX_BYTES; length++) {
      if (io.read(one.clear()) < 0) {
        throw new EOFException(
            "the connection was closed before \"" + starts[0].strip() + "\" had come");
      }
      bytes[length] = one.get(0);
      int soFar = length + 1;
      if (Arrays.stream(starts).noneMatch(start -> mayBegin(bytes, soFar, start))) {
        throw new FrameException(
            "what came is not \"" + starts[0].strip() + "\" of a seed connection");
      }
      if (length > 0 && bytes[length] == '\n' && bytes[length - 1] == '\n') {
        return parse(bytes, length - 1);
      }
    }
    throw new FrameException(
        "\"" + starts[0].strip() + "\" is longer than " + MAX_BYTES + " bytes");
  }

  private static boolean mayBegin(byte[] bytes, int length, String start) {
    byte[] expected = start.getBytes(StandardCharsets.UTF_8);
    int compared = Math.min(length, expected.length);
    return Arrays.equals(bytes, 0, compared, expected, 0, compared);
  }

  private static HeaderBlock parse(byte[] bytes, int length) throws FrameException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw new FrameException("what came is not UTF-8");
    }
    if (UNPRINTABLE.matcher(text).find()) {
      throw new FrameException("what came has characters that no field may have");
    }
    String[] lines = text.split("\n", -1);
    HeaderBlock block = of(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      if (colon <= 0 || block.fields.containsKey(lines[i].substring(0, colon))) {
        throw new FrameException("\"" + lines[0] + "\" came with a line that is no field");
      }
      block.fields.put(lines[i].substring(0, colon), lines[i].substring(colon + 2));
    }
    return block;
  }
}
