package io.orchestrator.agent.api;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting: its name, type, rule, default and meaning. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*([KMGT]?)B?", Pattern.CASE_INSENSITIVE);

  private final String name;
  private final String type;
  private final String description;
  private final Function<Object, T> parser;
  private final Optional<T> defaultValue;
  private final boolean required;
  private final boolean secret;
  private final Function<T, String> writer;

  private Setting(
      String name,
      String type,
      String description,
      Function<Object, T> parser,
      Optional<T> defaultValue,
      boolean required,
      boolean secret,
      Function<T, String> writer) {
    this.name = name;
    this.type = type;
    this.description = description;
    this.parser = parser;
    this.defaultValue = defaultValue;
    this.required = required;
    this.secret = secret;
    this.writer = writer;
  }

  private static <T> Setting<T> of(
      String name, String type, String description, Function<Object, T> parser) {
    return of(name, type, description, parser, String::valueOf);
  }

  private static <T> Setting<T> of(
      String name,
      String type,
      String description,
      Function<Object, T> parser,
      Function<T, String> writer) {
    return new Setting<>(name, type, description, parser, Optional.empty(), false, false, writer);
  }

  /** A text. */
  public static Setting<String> text(String name, String description) {
    return of(name, "text", description, Setting::asText);
  }

  /**
   * A text that matches a pattern as a whole.
   *
   * @param rule the pattern in words, such as "the name of a unit: letters, digits and dashes"
   * @since 1.1
   */
  public static Setting<String> text(
      String name, Pattern pattern, String rule, String description) {
    return of(
        name,
        rule,
        description,
        value -> {
          String text = asText(value);
          if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(rule);
          }
          return text;
        });
  }

  /** A command line that bash runs. It is written by the operator and may use all of the shell. */
  public static Setting<String> command(String name, String description) {
    return of(name, "command", description, Setting::asText);
  }

  /** True or false. */
  public static Setting<Boolean> flag(String name, String description) {
    return of(name, "true or false", description, Setting::asFlag);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public static Setting<Integer> number(String name, int min, int max, String description) {
    String type = "number from " + min + " to " + max;
    return of(name, type, description, value -> (int) asNumber(value, min, max, type));
  }

  /**
   * A duration, written as a whole number of {@code unit}, which the setting's name should end
   * with.
   *
   * @param unit what 1 means
   * @param min the least number of units
   * @param max the most
   */
  public static Setting<Duration> duration(
      String name, Duration unit, int min, int max, String description) {
    String type = "number from " + min + " to " + max;
    return of(
        name,
        type,
        description,
        value -> unit.multipliedBy(asNumber(value, min, max, type)),
        value -> String.valueOf(value.dividedBy(unit)));
  }

  /** A number of bytes: a number, or a text such as "512M" or "10G" (powers of 1024). */
  public static Setting<Long> size(String name, String description) {
    return of(name, "size such as 512M or 10G", description, Setting::asSize, Setting::sizeText);
  }

  /** An absolute path. */
  public static Setting<Path> path(String name, String description) {
    return of(name, "absolute path", description, Setting::asPath);
  }

  /** One of the given texts, matched without regard to case. */
  public static Setting<String> choice(String name, List<String> choices, String description) {
    String type = "one of " + String.join(", ", choices);
    return of(
        name,
        type,
        description,
        value ->
            choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(asText(value)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type)));
  }

  /** A list of texts; a single text, with commas between its parts, is taken as a list too. */
  public static Setting<List<String>> texts(String name, String description) {
    return of(
        name, "list of texts", description, Setting::asTexts, texts -> String.join(", ", texts));
  }

  /** Texts by name. */
  public static Setting<Map<String, String>> textsByName(String name, String description) {
    return of(name, "object of texts", description, Setting::asTextsByName, Setting::mapText);
  }

  /** The same with a value for when the configuration has none. */
  public Setting<T> withDefault(T value) {
    return new Setting<>(
        name, type, description, parser, Optional.of(value), required, secret, writer);
  }

  /** The same, but the configuration must have a value. */
  public Setting<T> mandatory() {
    return new Setting<>(name, type, description, parser, defaultValue, true, secret, writer);
  }

  /** The same, but its value is never shown. */
  public Setting<T> hidden() {
    return new Setting<>(name, type, description, parser, defaultValue, required, true, writer);
  }

  /** The key in the configuration. */
  public String name() {
    return name;
  }

  /** The rule for values, in words. */
  public String type() {
    return type;
  }

  /** What it is for, one sentence without a trailing period. */
  public String description() {
    return description;
  }

  /** The value when the configuration has none. */
  public Optional<T> defaultValue() {
    return defaultValue;
  }

  /** Must the configuration have a value? */
  public boolean required() {
    return required;
  }

  /** Must the value be masked wherever it is shown? */
  public boolean secret() {
    return secret;
  }

  /**
   * The value of this setting for what the configuration has.
   *
   * @param value a JSON value, see {@link Settings}
   * @throws AgentException {@code INVALID_CONFIGURATION} if it breaks the rule
   */
  public T parse(Object value) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      String shown = secret ? "***" : value instanceof String ? "\"" + value + "\"" : "" + value;
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION, name + " is " + shown + ", but must be " + type, wrong);
    }
  }

  /**
   * A value of this setting for people: as the configuration would have it, lists with commas;
   * three asterisks if the setting is secret.
   *
   * @since 1.1
   */
  public String format(T value) {
    return secret ? "***" : writer.apply(value);
  }

  private static String asText(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("not a text");
  }

  private static boolean asFlag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("not true or false");
  }

  private static long asNumber(Object value, int min, int max, String rule) {
    if ((value instanceof Integer || value instanceof Long)) {
      long number = ((Number) value).longValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new IllegalArgumentException(rule);
  }

  private static Long asSize(Object value) {
    if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    Matcher matcher = SIZE.matcher(asText(value).strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    int power =
        " KMGT".indexOf((" " + matcher.group(2).toUpperCase(java.util.Locale.ROOT)).strip());
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * Math.max(power, 0)));
  }

  private static String sizeText(long bytes) {
    String units = "KMGT";
    int power = 0;
    long rest = bytes;
    while (power < units.length() && rest > 0 && rest % 1024 == 0) {
      rest /= 1024;
      power++;
    }
    return rest + (power == 0 ? "" : units.substring(power - 1, power));
  }

  private static String mapText(Map<String, String> texts) {
    return new TreeMap<>(texts)
        .entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static Path asPath(Object value) {
    try {
      Path path = Path.of(asText(value));
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException("not a path", wrong);
    }
    throw new IllegalArgumentException("not absolute");
  }

  private static List<String> asTexts(Object value) {
    if (value instanceof List<?> list) {
      List<String> texts = new ArrayList<>();
      list.forEach(entry -> texts.add(asText(entry)));
      return List.copyOf(texts);
    }
    return Pattern.compile(",")
        .splitAsStream(asText(value))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Map<String, String> asTextsByName(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> texts = new TreeMap<>();
      map.forEach((key, text) -> texts.put(asText(key), asText(text)));
      return Map.copyOf(texts);
    }
    throw new IllegalArgumentException("not an object");
  }
}
