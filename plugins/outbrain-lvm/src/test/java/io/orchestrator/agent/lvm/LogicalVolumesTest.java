package io.orchestrator.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports were recorded from lvm2 2.03.16. */
class LogicalVolumesTest {
  private final ScriptedCommands commands = new ScriptedCommands();

  @Test
  void listsClassicSnapshotsNewestFirstAndTheOriginLast() throws Exception {
    assertThat(listed("classic.json"))
        .extracting(LogicalVolume::name)
        .containsExactly("mysql-ro", "mysql-full", "mysql-snap-1", "mysql");
  }

  @Test
  void readsAClassicSnapshot() throws Exception {
    assertThat(volume("classic.json", "mysql-snap-1"))
        .isEqualTo(
            new Volume(
                "/dev/vg-data/mysql-snap-1",
                "mysql-snap-1",
                "vg-data",
                true,
                true,
                true,
                94.46,
                16777216,
                Optional.of("mysql"),
                Optional.of(Instant.ofEpochSecond(1795401433))));
  }

  @Test
  void marksAFullSnapshotInvalid() throws Exception {
    Volume full = volume("classic.json", "mysql-full");
    assertThat(full.valid()).isFalse();
    assertThat(full.percentUsed()).isEqualTo(100);
    assertThat(full.offered()).isFalse();
  }

  @Test
  void takesAnInactiveSnapshotForValidUntilItIsKnown() throws Exception {
    assertThat(volume("classic-inactive.json", "mysql-full").valid()).isTrue();
  }

  @Test
  void readsAThinSnapshotAsOneWithoutSpaceOfItsOwn() throws Exception {
    Volume snapshot = volume("thin.json", "thin-snap");
    assertThat(snapshot.offered()).isTrue();
    assertThat(snapshot.percentUsed()).isZero();
    assertThat(snapshot.origin()).contains("thin");
  }

  @Test
  void doesNotTakeAnInactiveVolumeForAnActiveOne() throws Exception {
    assertThat(listed("thin.json"))
        .filteredOn(volume -> !volume.active())
        .extracting(LogicalVolume::name)
        .containsExactly("thin-snap", "mysql");
  }

  @Test
  void doesNotTakeAThinVolumeOrItsPoolForASnapshot() throws Exception {
    assertThat(volume("thin.json", "thin").snapshot()).isFalse();
    assertThat(volume("thin.json", "thin").origin()).isEmpty();
    Volume pool = volume("thin.json", "pool");
    assertThat(pool.snapshot()).isFalse();
    assertThat(pool.path()).isEmpty();
    assertThat(pool.percentUsed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "swi-a-s---, 99.99, true",
    "swi-a-s---, 100.00, false",
    "swi-I-s---, '', false",
    "swi-S-s---, '', false",
    "swi-m-s---, '', false",
    "Swi-a-s---, 12.00, false",
    "swi-a-s-p-, 1.00, false",
    "Vwi-aotz--, 100.00, true",
    "Vwi-aotzF-, '', false",
    "Vwi-aotzpk, '', false",
  })
  void tellsValidSnapshotsByAttributesAndPercentage(
      String attributes, String percent, boolean valid) throws Exception {
    String report =
        recorded("classic.json")
            .replace("swi-a-s---", attributes)
            .replace("\"94.46\"", "\"" + percent + "\"");
    assertThat(LogicalVolumes.parse(report))
        .filteredOn(volume -> volume.name().equals("mysql-snap-1"))
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.snapshot()).isTrue();
              assertThat(volume.valid()).isEqualTo(valid);
            });
  }

  @Test
  void findsNothingOnAHostWithoutVolumes() throws Exception {
    assertThat(listed("empty.json")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n  "})
  void findsNothingIfLvsPrintsNothing(String output) throws Exception {
    commands.prints(output, "lvs");
    assertThat(volumes().list()).isEmpty();
  }

  @Test
  void passesOverWarnings() throws Exception {
    String warning =
        "  WARNING: PV /dev/sdb in VG old is using an old PV header, modify the VG to update.\n";
    commands.answers(
        new CommandResult(0, recorded("thin.json"), warning, Duration.ofMillis(1)), "lvs");
    assertThat(volumes().list()).hasSize(4);
  }

  @Test
  void passesOverLvmsOwnLogInTheReport() {
    assertThat(
            LogicalVolumes.parse(
                "{\"report\":[{\"lv\":[]},{\"log\":[{\"log_message\":\"success\"}]}]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LV VG Attr",
        "{}",
        "{\"report\":[{}]}",
        "{\"report\":[{\"lv\":[\"a\"]}]}",
        "{\"report\":[{\"lv\":[{\"lv_name\":\"a\"}]}]}",
      })
  void refusesWhatIsNoReport(String output) {
    commands.prints(output, "lvs");
    assertThatThrownBy(volumes()::list)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("lvs")
        .extracting("code")
        .isEqualTo(ErrorCode.COMMAND_FAILED);
  }

  @Test
  void asksForRootAndEnglish() throws Exception {
    listed("empty.json");
    assertThat(commands.ran())
        .singleElement()
        .satisfies(command -> assertThat(command.isAsRoot()).isTrue())
        .extracting(Command::environment)
        .extracting("LC_ALL")
        .isEqualTo("C");
  }

  @Test
  void suggestsSudoToWhomLvmRefuses() throws Exception {
    commands.answers(
        new CommandResult(
            5,
            recorded("empty.json"),
            """
              WARNING: Running as a non-root user. Functionality may be unavailable.
              /run/lock/lvm/P_global:aux: open failed: Permission denied
            """,
            Duration.ofMillis(1)),
        "lvs");
    assertThatThrownBy(volumes()::list)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("open failed: Permission denied")
        .hasMessageContaining("ExecWithSudo")
        .extracting("code")
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void suggestsSudoersToWhomSudoRefuses() {
    commands.fails(1, "sudo: a password is required\n", "lvs");
    assertThatThrownBy(volumes()::list).extracting("code").isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void passesOnThatLvsIsMissing() {
    commands.without("lvs");
    assertThatThrownBy(volumes()::list).extracting("code").isEqualTo(ErrorCode.TOOL_MISSING);
  }

  @Test
  void saysWhyLvsFailed() {
    commands.fails(5, "  Volume group \"x\" not found\n  Cannot process x.\n", "lvs");
    assertThatThrownBy(volumes()::list)
        .hasMessage(
            "Could not list the LVM volumes: lvs exited with 5: Volume group \"x\" not found;"
                + " Cannot process x");
  }

  private LogicalVolumes volumes() {
    return new LogicalVolumes(new HostTools(commands));
  }

  private List<LogicalVolume> listed(String report) throws Exception {
    commands.prints(recorded(report), "lvs");
    return volumes().list();
  }

  private Volume volume(String report, String name) throws Exception {
    return listed(report).stream()
        .filter(volume -> volume.name().equals(name))
        .findFirst()
        .orElseThrow()
        .toVolume(Optional.empty());
  }

  private static String recorded(String report) throws IOException {
    try (InputStream stream = LogicalVolumesTest.class.getResourceAsStream(report)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
