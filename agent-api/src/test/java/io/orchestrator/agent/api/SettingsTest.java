package io.orchestrator.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Setting<String> NAME = Setting.text("SnapshotName", "a name");
  private static final Setting<Integer> PORT =
      Setting.number("SeedPort", 1, 65_535, "a port").withDefault(21_234);

  @Test
  void keysAreMatchedWithoutRegardToCase() {
    assertThat(Settings.of(Map.of("seedPORT", 7)).get(PORT)).isEqualTo(7);
  }

  @Test
  void theDefaultServesWhereThereIsNoValue() {
    assertThat(Settings.none().get(PORT)).isEqualTo(21_234);
  }

  @Test
  void aBlankTextCountsAsNotSet() {
    Settings settings = Settings.of(Map.of("SnapshotName", "  "));

    assertThat(settings.find(NAME)).isEmpty();
    assertThat(settings.has(NAME)).isFalse();
  }

  @Test
  void aMissingValueWithoutADefaultIsNamed() {
    assertThatThrownBy(() -> Settings.none().get(NAME))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_CONFIGURED))
        .hasMessageContaining("SnapshotName");
  }

  @Test
  void allMistakesAreReportedAtOnceWithSuggestions() {
    Settings settings = Settings.of(Map.of("SeedPort", 0, "SnapshtName", "x", "Zebra", 1));

    assertThat(settings.problems(List.of(NAME, PORT)))
        .containsExactlyInAnyOrder(
            "SeedPort is 0, but must be number from 1 to 65535",
            "unknown key SnapshtName; did you mean SnapshotName?",
            "unknown key Zebra");
  }

  @Test
  void aMandatorySettingThatIsMissingIsAProblem() {
    assertThat(Settings.none().problems(List.of(NAME.mandatory())))
        .containsExactly("SnapshotName is not set: a name");
  }

  @Test
  void aSecretIsNeverShown() {
    Setting<Boolean> secret = Setting.flag("Secret", "a secret").hidden();

    assertThat(Settings.of(Map.of("Secret", "hunter2")).problems(List.of(secret)))
        .containsExactly("Secret is ***, but must be true or false");
  }

  @Test
  void otherSettingsStandBehindTheOwnOnes() {
    Settings own = Settings.of(Map.of("SnapshotName", "own"));
    Settings other = Settings.of(Map.of("snapshotname", "other", "SeedPort", 9, "Else", 1));

    Settings both = own.orElse(other, List.of(NAME, PORT));

    assertThat(both.get(NAME)).isEqualTo("own");
    assertThat(both.get(PORT)).isEqualTo(9);
    assertThat(both.keys()).doesNotContain("Else");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "17,17", "512M,536870912", "10G,10737418240", "1 T,1099511627776", "3kb,3072"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(Setting.size("Size", "a size").parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5G", "G", "10X", "99999999999999999999"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> Setting.size("Size", "a size").parse(text))
        .isInstanceOf(AgentException.class)
        .hasMessage("Size is \"" + text + "\", but must be size such as 512M or 10G");
  }

  @Test
  void aSizeThatOverflowsIsRefused() {
    assertThatThrownBy(() -> Setting.size("Size", "a size").parse("999999999999T"))
        .isInstanceOf(AgentException.class);
  }

  @Test
  void pathsAreAbsoluteAndNormalised() {
    Setting<Path> path = Setting.path("Where", "a path");

    assertThat(path.parse("/a/b/../c")).isEqualTo(Path.of("/a/c"));
    assertThatThrownBy(() -> path.parse("a/b")).hasMessageContaining("absolute path");
    assertThatThrownBy(() -> path.parse("/a\0b")).isInstanceOf(AgentException.class);
  }

  @Test
  void durationsCountTheirUnit() {
    Setting<Duration> minutes =
        Setting.duration("GraceMinutes", Duration.ofMinutes(1), 1, 60, "a grace");

    assertThat(minutes.parse(5)).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> minutes.parse(61)).hasMessageContaining("from 1 to 60");
  }

  @Test
  void aListMayBeOneTextWithCommas() {
    Setting<List<String>> hosts = Setting.texts("Hosts", "hosts");

    assertThat(hosts.parse("a, b,,c")).containsExactly("a", "b", "c");
    assertThat(hosts.parse(List.of("a,b"))).containsExactly("a,b");
    assertThatThrownBy(() -> hosts.parse(List.of(1))).isInstanceOf(AgentException.class);
  }

  @Test
  void aChoiceIsMatchedWithoutRegardToCase() {
    Setting<String> mode = Setting.choice("Mode", List.of("auto", "off"), "a mode");

    assertThat(mode.parse("AUTO")).isEqualTo("auto");
    assertThatThrownBy(() -> mode.parse("on")).hasMessageContaining("one of auto, off");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1023, 1023", "1024, 1K", "536870912, 512M", "1537, 1537", "10T, 10T"})
  void aSizeIsShownAsItWouldBeWritten(String written, String shown) {
    Setting<Long> size = Setting.size("Room", "room");

    assertThat(size.format(size.parse(written))).isEqualTo(shown);
  }

  @Test
  void valuesAreShownAsTheConfigurationWouldHaveThem() {
    assertThat(PORT.format(7)).isEqualTo("7");
    assertThat(
            Setting.duration("GraceMinutes", Duration.ofMinutes(1), 1, 600, "a grace")
                .format(Duration.ofHours(2)))
        .isEqualTo("120");
    assertThat(Setting.texts("Hosts", "hosts").format(List.of("a", "b"))).isEqualTo("a, b");
    assertThat(Setting.textsByName("Commands", "c").format(Map.of("b", "2", "a", "1")))
        .isEqualTo("a: 1, b: 2");
  }

  @Test
  void aSecretIsNotShownByItsSettingEither() {
    assertThat(NAME.hidden().format("opensesame")).isEqualTo("***");
    assertThat(NAME.hidden().withDefault("x").mandatory().format("opensesame")).isEqualTo("***");
  }
}
