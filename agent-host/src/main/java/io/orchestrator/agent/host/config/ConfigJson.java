package io.orchestrator.agent.host.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads JSON as plain Java values. Keys are matched without regard to case, so a key may not be
 * there twice in two spellings either: that is noted, and the first value stays. A null counts as
 * absent. Comments are allowed, as {@code //} and as Java's other kind.
 */
final class ConfigJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  private final List<String> twice = new ArrayList<>();

  private ConfigJson() {}

  /**
   * What a text holds.
   *
   * @param values by key
   * @param twice keys that are there more than once, and where, one line each
   */
  record Content(Map<String, Object> values, List<String> twice) {}

  /** What is wrong, and where: one line. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private Malformed(JsonLocation where, String reason) {
      super(place(where) + reason);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  static Content parse(String text) throws Malformed, IOException {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed(parser.currentTokenLocation(), "it must be one object: { … }");
      }
      ConfigJson reader = new ConfigJson();
      Map<String, Object> object = reader.object(parser);
      if (parser.nextToken() != null) {
        throw new Malformed(parser.currentTokenLocation(), "nothing may follow the object");
      }
      return new Content(object, reader.twice);
    } catch (JsonProcessingException wrong) {
      throw new Malformed(wrong.getLocation(), reason(wrong));
    }
  }

  private Map<String, Object> object(JsonParser parser) throws IOException, Malformed {
    Map<String, Object> object = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> nulls = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonLocation where = parser.currentTokenLocation();
      if (object.containsKey(key) || nulls.stream().anyMatch(key::equalsIgnoreCase)) {
        twice.add(place(where) + "the key " + key + " is there twice");
        parser.nextToken();
        parser.skipChildren();
      } else if (parser.nextToken() == JsonToken.VALUE_NULL) {
        nulls.add(key);
      } else {
        object.put(key, value(parser));
      }
    }
    return object;
  }

  private List<Object> array(JsonParser parser) throws IOException, Malformed {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        array.add(value(parser));
      }
    }
    return array;
  }

  private Object value(JsonParser parser) throws IOException, Malformed {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getText();
    };
  }

  private static String place(JsonLocation where) {
    return "line " + where.getLineNr() + ", column " + where.getColumnNr() + ": ";
  }

  /** Without the text that Jackson quotes: a password whose quotes were forgotten, perhaps. */
  private static String reason(JsonProcessingException wrong) {
    String message = String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("");
    return message.startsWith("Unrecognized token")
        ? "text must stand in double quotes"
        : message.replaceFirst("(?i); included in.*| \\(start marker at.*", "");
  }
}
