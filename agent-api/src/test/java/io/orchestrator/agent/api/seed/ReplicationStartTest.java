package io.orchestrator.agent.api.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationStartTest {
  private static ReplicationStart of(String gtidSet) {
    return new ReplicationStart(Flavor.MARIADB, 3306, Optional.empty(), Optional.of(gtidSet));
  }

  @Test
  void takesTheLineBreaksOutOfAGtidSet() {
    assertThat(of("0-1-5,\n1-2-7").gtidSet()).contains("0-1-5,1-2-7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-1-5'", "0-1-5;", "0-1-5\\", "0-1-5\u0000"})
  void refusesAGtidSetThatWouldEndAString(String set) {
    assertThatThrownBy(() -> of(set)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToKnowNothing() {
    assertThatThrownBy(() -> of(" \n")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../bin.000001", "bin'.000001", "bin 1", "bin\\1"})
  void refusesANameThatIsNoBinaryLogs(String name) {
    assertThatThrownBy(() -> new BinaryLogPosition(name, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 3})
  void refusesAPositionBeforeTheFirstEvent(long position) {
    assertThatThrownBy(() -> new BinaryLogPosition("bin.000001", position))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
