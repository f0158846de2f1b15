package io.orchestrator.agent.live.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.live.frame.Fields;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicationFieldsTest {
  private static final ReplicationStart START =
      new ReplicationStart(
          ReplicationStart.Flavor.MARIADB,
          3307,
          Optional.of(new BinaryLogPosition("bl.000001", 157)),
          Optional.of("0-1-5"));

  @Test
  void comesOverAsItWas() {
    assertThat(ReplicationFields.read(ReplicationFields.of(Optional.of(START)))).contains(START);
    assertThat(ReplicationFields.read(ReplicationFields.of(Optional.empty()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "flavor,ORACLE",
    "source-port,0",
    "source-port,many",
    "binary-log-position,-1",
    "binary-log-file,../x",
    "gtid-set,'0-1-5'', x=''1'"
  })
  void refusesWhatCanNotBe(String name, String value) {
    Fields wrong = ReplicationFields.of(Optional.of(START)).with(name, value);
    assertThatThrownBy(() -> ReplicationFields.read(wrong))
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
  }
}
