package io.orchestrator.agent.stream;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of names. Java turns names into text by the locale and loses what does not fit; only as
 * URIs do paths keep every byte.
 */
final class RawName {
  static final RawName NONE = new RawName(new byte[0]);

  private static final Path ROOT = Path.of("/");
  private static final int SLASH = '/';

  private final byte[] bytes;

  /**
   * A name of these bytes.
   *
   * @param bytes not copied
   */
  RawName(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The name or path as the file system has it. */
  static RawName of(Path path) {
    return new RawName(bytesOf(path));
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  boolean is(String text) {
    return Arrays.equals(bytes, text.getBytes(StandardCharsets.US_ASCII));
  }

  boolean has(int wanted) {
    for (byte one : bytes) {
      if (one == wanted) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytesOf(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    String raw = ROOT.resolve(path).toUri().getRawPath();
    byte[] all = unescaped(path.isAbsolute() ? raw : raw.substring(1));
    boolean asFolder = all.length > 1 && all[all.length - 1] == SLASH;
    return asFolder ? Arrays.copyOf(all, all.length - 1) : all;
  }

  /** The path with these bytes, which must not be empty or have a NUL. */
  Path path() {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (isAscii(text)) {
      return Path.of(text);
    }
    boolean absolute = bytes[0] == SLASH;
    Path whole = Path.of(URI.create("file://" + (absolute ? "" : "/") + escaped(bytes)));
    return absolute ? whole : whole.subpath(0, whole.getNameCount());
  }

  private static boolean isAscii(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] unescaped(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < raw.length(); at++) {
      char letter = raw.charAt(at);
      if (letter == '%') {
        bytes.write(Integer.parseInt(raw, at + 1, at + 3, 16));
        at += 2;
      } else {
        bytes.write(letter);
      }
    }
    return bytes.toByteArray();
  }

  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) {
      int value = one & 0xff;
      boolean plain =
          value == SLASH || (value < 0x80 && Character.isLetterOrDigit(value)) || value == '.';
      text.append(plain ? Character.toString(value) : String.format("%%%02x", value));
    }
    return text.toString();
  }
}
