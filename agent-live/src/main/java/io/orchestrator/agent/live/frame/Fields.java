package io.orchestrator.agent.live.frame;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Texts by name. What came from another host is not to be trusted: check each value where it is
 * used.
 */
public final class Fields {
  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** None yet. */
  public static Fields none() {
    return new Fields(Map.of());
  }

  /**
   * With this one in addition.
   *
   * @param name lower-case letters and dashes
   * @param value of one line
   */
  public Fields with(String name, String value) {
    if (!name.matches("[a-z][a-z-]*") || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("no field: " + name);
    }
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Fields(more);
  }

  /** The same, if there is a value. */
  public Fields with(String name, Optional<String> value) {
    return value.map(text -> with(name, text)).orElse(this);
  }

  /** The value, if it was sent. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The value.
   *
   * @throws AgentException {@code CORRUPT_DATA} if it was not sent
   */
  public String get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.CORRUPT_DATA, "The source did not send the field " + name));
  }

  byte[] encoded() {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue() + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
  }

  static Fields decoded(byte[] bytes) {
    Map<String, String> values = new TreeMap<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("=", 2))
        .filter(field -> field.length == 2)
        .forEach(field -> values.put(field[0], field[1]));
    return new Fields(values);
  }
}
