package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNameTest {
  private static final Instant NOW = Instant.parse("2026-11-25T01:02:03Z");
  private static final Path DATA = Path.of("/var/lib/mysql");

  @Test
  void isOfOriginFilterAndTime() {
    SnapshotName names = new SnapshotName(Optional.of("-my snap-"));

    assertThat(names.next(DATA, NOW, Set.of())).isEqualTo("mysql-my snap-20261125010203");
  }

  @Test
  void canDoWithoutAFilter() {
    SnapshotName names = new SnapshotName(Optional.empty());

    assertThat(names.next(Path.of("/"), NOW, Set.of()))
        .isEqualTo("root-mysql-snapshot-20261125010203");
  }

  @Test
  void isNotTaken() {
    SnapshotName names = new SnapshotName(Optional.of("-"));

    assertThat(names.next(DATA, NOW, Set.of("mysql-20261125010203", "mysql-20261125010203-2")))
        .isEqualTo("mysql-20261125010203-3");
  }

  @Test
  void fitsIntoAFolder() {
    SnapshotName names = new SnapshotName(Optional.of("f".repeat(120)));

    names.requireUsable();
    assertThat(names.next(Path.of("/" + "o".repeat(255)), NOW, Set.of()))
        .hasSizeLessThan(250)
        .contains("f".repeat(120));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "a/../b", "a\nb", "\u0007"})
  void refusesAFilterThatNoFolderCanHaveInItsName(String filter) {
    SnapshotName names = new SnapshotName(Optional.of(filter));

    assertThatThrownBy(names::requireUsable)
        .hasMessageContaining("SnapshotVolumesFilter")
        .extracting("code")
        .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void takesAnyOtherFilter() {
    assertThatCode(() -> new SnapshotName(Optional.of(" é;$(id)..")).requireUsable())
        .doesNotThrowAnyException();
  }
}
