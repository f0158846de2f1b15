package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads settings and notes what is wrong, so that all mistakes are found in one go. */
final class Values {
  private final Settings settings;
  private final Mistakes mistakes;

  Values(Settings settings, Mistakes mistakes) {
    this.settings = settings;
    this.mistakes = mistakes;
  }

  /** The value; its default if the value is wrong, which is noted. */
  <T> Optional<T> find(Setting<T> setting) {
    try {
      return settings.find(setting);
    } catch (AgentException wrong) {
      mistakes.addForKey(setting.name(), wrong.getMessage());
      return setting.defaultValue();
    }
  }

  /** The same for a setting that has a default. */
  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.name() + " has no default"));
  }

  boolean has(Setting<?> setting) {
    return settings.has(setting);
  }

  /** The entries that are not blank, each once. */
  List<String> texts(Setting<List<String>> setting) {
    return find(setting).orElse(List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /** The text, which must match, and is noted if it doesn't. */
  Optional<String> matching(Setting<String> setting, Pattern pattern, String rule) {
    Optional<String> text = find(setting).map(String::strip);
    text.ifPresent(value -> check(setting, value, pattern, rule));
    return text;
  }

  /** The entries, each of which must match. */
  List<String> allMatching(Setting<List<String>> setting, Pattern pattern, String rule) {
    List<String> texts = texts(setting);
    texts.forEach(value -> check(setting, value, pattern, rule));
    return texts;
  }

  void check(Setting<?> setting, String value, Pattern pattern, String rule) {
    if (!pattern.matcher(value).matches()) {
      mistake(setting, setting.name() + " has \"" + value + "\", but must have " + rule);
    }
  }

  void mistake(Setting<?> setting, String mistake) {
    mistakes.addForKey(setting.name(), mistake);
  }
}
