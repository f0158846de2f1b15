package io.orchestrator.agent.live.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedOptionsTest {
  private final OwnedOptions owned =
      new OwnedOptions("target-dir", "password", "lock-all", "disable-keys");

  @Test
  void letsOthersPass() {
    List<String> others = List.of("--parallel=4", "--galera-info", "--tables=target-dir");
    assertThat(owned.require("ExtraOptions", others)).isEqualTo(others);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--target-dir=/",
        "--target_dir=/",
        "--TARGET-dir=/",
        "--targ=/",
        "--loose-target-dir=/",
        "--loose_target_dir=/",
        "--loose-skip-lock-all",
        "--skip-lock-all",
        "--disable-keys",
        "--skip-disable-keys",
        "--loose-disable-keys",
        "--loose-skip-disable-keys",
        "--target-dir /",
        "--pass"
      })
  void refusesAnOwnOneHoweverItIsWritten(String option) {
    assertThatThrownBy(() -> owned.require("ExtraOptions", List.of("--parallel=4", option)))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("which the plugin sets itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target-dir=/", "-p", "-u", "--", "", "rm -rf /", "---x", "--=x"})
  void refusesWhatIsNoLongOption(String option) {
    assertThatThrownBy(() -> owned.require("ExtraOptions", List.of(option)))
        .hasMessageContaining("is no long option");
  }

  @Test
  void showsNoValue() {
    assertThatThrownBy(() -> owned.require("ExtraOptions", List.of("--password=hush")))
        .hasMessageContaining("--password")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--target_dir=/x", "--loose-skip-lock-all", "--targ=/", "--LOCK-all"})
  void findsAnOwnOneInOptionFilesHoweverItIsWritten(String option) {
    assertThat(owned.firstOf(List.of("--quick", option), List.of("--password"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--disable-keys", "--skip-disable-keys", "--loose-disable_keys"})
  void letsOptionFilesHaveWhatTheCommandLineSaysTheOtherWay(String option) {
    assertThat(owned.firstOf(List.of(option), List.of("--skip-disable-keys"))).isEmpty();
    assertThat(owned.firstOf(List.of(option), List.of("--lock-all"))).contains("disable-keys");
  }

  @Test
  void letsOptionFilesHaveOthersAndWhatDoesNoHarm() {
    List<String> found =
        List.of("--password=x", "--skip-target-dir", "--quick", "hush --target-dir", "");
    assertThat(owned.firstOf(found, List.of("--password", "--target-dir=/y"))).isEmpty();
    assertThat(owned.firstOf(found, List.of("--password"))).contains("target-dir");
  }
}
