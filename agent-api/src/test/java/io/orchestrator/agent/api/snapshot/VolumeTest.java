package io.orchestrator.agent.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeTest {
  private static Volume volume(
      String path, boolean snapshot, boolean matches, boolean valid, double used) {
    return new Volume(
        path, "s", "g", snapshot, matches, valid, used, 1, Optional.empty(), Optional.empty());
  }

  @Test
  void onlyAValidMatchingSnapshotWithAPathIsOffered() {
    assertThat(volume("/dev/g/s", true, true, true, 5).offered()).isTrue();
    assertThat(volume("/dev/g/s", false, true, true, 5).offered()).isFalse();
    assertThat(volume("/dev/g/s", true, false, true, 5).offered()).isFalse();
    assertThat(volume("/dev/g/s", true, true, false, 5).offered()).isFalse();
    assertThat(volume("", true, true, true, 5).offered()).isFalse();
  }

  @Test
  void aPercentageOutsideOfZeroToHundredIsRefused() {
    assertThatThrownBy(() -> volume("/p", true, true, true, 100.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> volume("/p", true, true, true, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
