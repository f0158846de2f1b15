package io.orchestrator.agent.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values by key, keys matched without regard to case. Values are what JSON gives: {@link String},
 * {@link Number}, {@link Boolean}, {@link List}, {@link Map}. Immutable.
 */
public final class Settings {
  private final TreeMap<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Settings(Map<String, ?> values) {
    this.values.putAll(values);
  }

  /**
   * Settings of these values.
   *
   * @param values by key; no null keys or values
   */
  public static Settings of(Map<String, ?> values) {
    return new Settings(values);
  }

  /** No settings at all. */
  public static Settings none() {
    return new Settings(Map.of());
  }

  /**
   * The value, else the setting's default, else nothing. A blank text counts as not set.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if the value breaks the setting's rule; it
   *     names key, value and rule
   */
  public <T> Optional<T> find(Setting<T> setting) {
    Object value = values.get(setting.name());
    if (value == null || (value instanceof String text && text.isBlank())) {
      return setting.defaultValue();
    }
    return Optional.of(setting.parse(value));
  }

  /**
   * The value, else the setting's default.
   *
   * @throws AgentException {@code NOT_CONFIGURED} if there is neither; {@code
   *     INVALID_CONFIGURATION} as with {@link #find}
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.NOT_CONFIGURED,
                    "The setting " + setting.name() + " is not set: " + setting.description()));
  }

  /** Is there a value of its own (not the default) for this setting? */
  public boolean has(Setting<?> setting) {
    Object value = values.get(setting.name());
    return value != null && !(value instanceof String text && text.isBlank());
  }

  /**
   * These settings, and for those of {@code known} that have no value here, the value of {@code
   * other}.
   *
   * @param other asked second
   * @param known which settings may come from it
   */
  public Settings orElse(Settings other, Collection<? extends Setting<?>> known) {
    Settings all = new Settings(values);
    for (Setting<?> setting : known) {
      Object value = other.values.get(setting.name());
      if (value != null && !has(setting)) {
        all.values.put(setting.name(), value);
      }
    }
    return all;
  }

  /** The keys that have a value, as they were spelt, in alphabetical order. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /**
   * Every mistake in these settings, one line each: wrong values, and keys that none of {@code
   * known} has, with the nearest known one.
   */
  public List<String> problems(Collection<? extends Setting<?>> known) {
    List<String> problems = new ArrayList<>();
    for (Setting<?> setting : known) {
      try {
        Optional<?> value = find(setting);
        if (value.isEmpty() && setting.required()) {
          problems.add(setting.name() + " is not set: " + setting.description());
        }
      } catch (AgentException wrong) {
        problems.add(wrong.getMessage());
      }
    }
    for (String key : values.keySet()) {
      if (known.stream().noneMatch(setting -> setting.name().equalsIgnoreCase(key))) {
        problems.add("unknown key " + key + Spelling.suggestion(key, known));
      }
    }
    return problems;
  }
}
