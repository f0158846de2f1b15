package io.orchestrator.agent.lvm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of JSON, as much as lvm2's reports need: objects as {@link Map}, arrays as {@link
 * List}, everything else as {@link String}.
 */
final class Json {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * The value that the text is.
   *
   * @throws IllegalArgumentException if it isn't exactly one JSON value; it says where
   */
  static Object parse(String text) {
    Json reader = new Json(text);
    Object value = reader.value(0);
    if (reader.peek() != '\0') {
      throw reader.unexpected("the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw unexpected("at most " + MAX_DEPTH + " levels");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    if (skip('}')) {
      return members;
    }
    do {
      String key = string();
      expect(':');
      members.put(key, value(depth + 1));
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (skip(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (skip(','));
    expect(']');
    return elements;
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      value.append(next == '\\' ? escaped() : next);
    }
    if (at >= text.length()) {
      throw unexpected("\"");
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    char kind = at < text.length() ? text.charAt(at++) : '\0';
    if (kind == 'u' && at + 4 <= text.length()) {
      at += 4;
      return (char) Integer.parseInt(text, at - 4, at, 16);
    }
    int index = "\"\\/bfnrt".indexOf(kind);
    if (index < 0) {
      throw unexpected("an escape");
    }
    return "\"\\/\b\f\n\r\t".charAt(index);
  }

  private String literal() {
    int start = at;
    while (at < text.length() && "+-.0123456789eEaflnrstu".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String literal = text.substring(start, at);
    if (!literal.matches("true|false|null|-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
      throw unexpected("a value");
    }
    return literal;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      throw unexpected("" + wanted);
    }
  }

  private boolean skip(char wanted) {
    boolean there = peek() == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  /** The next character that is no white space; NUL, which JSON can't have, at the end. */
  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException("no JSON: expected " + wanted + " at character " + at);
  }
}
