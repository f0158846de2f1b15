package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md has every key of the configuration with its default, no other, and every plugin. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "<!-- configuration keys: begin -->(.*)<!-- configuration keys: end -->", Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| ([^|]*) \\| (.+) \\|$", Pattern.MULTILINE);

  @Test
  void documentsEveryKeyAndItsDefault() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    ConfigKeys.all().forEach(key -> expected.put(key.name(), defaultOf(key)));

    assertThat(documented())
        .as("keys and defaults in README.md, between the comments")
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void namesEveryRetiredKey() throws IOException {
    String text = Files.readString(README);
    Map<String, Object> retired = new LinkedHashMap<>();
    Pattern.compile("`(\\w+Command|SeedTransferPort)`")
        .matcher(text)
        .results()
        .forEach(found -> retired.put(found.group(1), "set"));

    assertThat(RetiredKeys.removeFrom(retired)).hasSize(8);
  }

  @Test
  void showsEveryPluginOfTheDistribution() throws IOException {
    String text = Files.readString(README);
    String table = text.substring(text.indexOf("\n## Plugins\n"), text.indexOf("### outbrain-lvm"));
    try (Stream<Path> plugins = Files.list(Path.of("..", "plugins"))) {
      List<String> ids =
          plugins
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .map(folder -> folder.getFileName().toString())
              .toList();

      assertThat(ids).isNotEmpty().allMatch(id -> table.contains("\n| `" + id + "` |"));
    }
  }

  private static Map<String, String> documented() throws IOException {
    Matcher reference = REFERENCE.matcher(Files.readString(README));
    assertThat(reference.find()).as("README.md has the comments").isTrue();
    Map<String, String> rows = new LinkedHashMap<>();
    ROW.matcher(reference.group(1))
        .results()
        .forEach(row -> rows.merge(row.group(1), row.group(2), (one, two) -> "documented twice"));
    return rows;
  }

  private static String defaultOf(Setting<?> key) {
    if (key.required()) {
      return "required";
    }
    return key.defaultValue().map(value -> "`" + shown(key.name(), value) + "`").orElse("");
  }

  private static String shown(String name, Object value) {
    if (value instanceof Duration time) {
      return Long.toString(name.endsWith("Minutes") ? time.toMinutes() : time.toSeconds());
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : value.toString();
  }
}
