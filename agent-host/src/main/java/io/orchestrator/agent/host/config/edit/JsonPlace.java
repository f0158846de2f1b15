package io.orchestrator.agent.host.config.edit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value in a JSON text, and where it stands.
 *
 * @param kind what it is
 * @param text of a text; empty for other kinds
 * @param start index of its first character
 * @param end index after its last character
 * @param items what an object or array has in it, in order
 */
record JsonPlace(Kind kind, String text, int start, int end, List<Item> items) {
  /** As the configuration is read. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  enum Kind {
    OBJECT,
    ARRAY,
    TEXT,
    NULL,
    OTHER
  }

  /**
   * A member of an object, or an element of an array.
   *
   * @param name the member's name; empty for an element
   * @param start index of the name's first character, or the element's
   * @param value its value
   */
  record Item(String name, int start, JsonPlace value) {
    int end() {
      return value.end();
    }
  }

  /** The one value of a text. */
  static JsonPlace of(String json) throws IOException {
    // Of the same length, so that all places are those in the text.
    String text = json.startsWith("\uFEFF") ? " " + json.substring(1) : json;
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static JsonPlace value(JsonParser parser) throws IOException {
    int start = tokenStart(parser);
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      List<Item> items = token == JsonToken.START_OBJECT ? members(parser) : elements(parser);
      Kind kind = token == JsonToken.START_OBJECT ? Kind.OBJECT : Kind.ARRAY;
      return new JsonPlace(kind, "", start, tokenStart(parser) + 1, items);
    }
    // Also makes the parser read to the value's end.
    String text = parser.getText();
    int end = (int) parser.currentLocation().getCharOffset();
    return switch (token) {
      case VALUE_STRING -> new JsonPlace(Kind.TEXT, text, start, end, List.of());
      case VALUE_NULL -> new JsonPlace(Kind.NULL, "", start, end, List.of());
      default -> new JsonPlace(Kind.OTHER, "", start, end, List.of());
    };
  }

  private static List<Item> members(JsonParser parser) throws IOException {
    List<Item> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int start = tokenStart(parser);
      parser.nextToken();
      members.add(new Item(name, start, value(parser)));
    }
    return List.copyOf(members);
  }

  private static List<Item> elements(JsonParser parser) throws IOException {
    List<Item> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonPlace value = value(parser);
      elements.add(new Item("", value.start(), value));
    }
    return List.copyOf(elements);
  }

  private static int tokenStart(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** The value of the member of that name, without regard to case. */
  Optional<JsonPlace> member(String name) {
    return items.stream()
        .filter(item -> item.name().equalsIgnoreCase(name))
        .map(Item::value)
        .findFirst();
  }
}
