package com.example.firstapi;

import io.orchestrator.agent.api.AgentPlugin;
import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One setting of each type. */
public final class FirstPlugin extends AgentPlugin {
  static final Setting<String> TEXT = Setting.text("Text", "A text").mandatory();
  static final Setting<String> SECRET = Setting.text("Secret", "A secret").hidden();
  static final Setting<String> COMMAND =
      Setting.command("Command", "A command").withDefault("echo hello");
  static final Setting<Boolean> FLAG = Setting.flag("Flag", "Yes or no").withDefault(true);
  static final Setting<Integer> NUMBER = Setting.number("Number", 1, 9, "A number").withDefault(4);
  static final Setting<Duration> DURATION =
      Setting.duration("Duration", Duration.ofSeconds(1), 1, 300, "How long")
          .withDefault(Duration.ofMinutes(1));
  static final Setting<Long> SIZE = Setting.size("Size", "How much").withDefault(1L << 30);
  static final Setting<Path> PATH = Setting.path("Path", "A path").withDefault(Path.of("/tmp"));
  static final Setting<String> CHOICE =
      Setting.choice("Choice", List.of("a", "b"), "One of two").withDefault("b");
  static final Setting<List<String>> TEXTS =
      Setting.texts("Texts", "Some texts").withDefault(List.of("x"));
  static final Setting<Map<String, String>> BY_NAME = Setting.textsByName("ByName", "Texts by name");

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        TEXT, SECRET, COMMAND, FLAG, NUMBER, DURATION, SIZE, PATH, CHOICE, TEXTS, BY_NAME);
  }
}
