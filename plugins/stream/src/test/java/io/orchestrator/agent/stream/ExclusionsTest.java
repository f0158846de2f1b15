package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {
  @ParameterizedTest
  @CsvSource({
    "auto.cnf, true",
    "mysqld-auto.cnf, false",
    "db1.pid, true",
    "shop/db1.pid, false",
    "lost+found, true",
    "shop/lost+found, false",
    "mysql.sock.lock, true",
    ".orchestrator-agent-trash, true",
    "shop/.orchestrator-agent-x, false",
    "ibdata1, false"
  })
  void leaveOutWhatBelongsToAServerAlone(String path, boolean leftOut) {
    Exclusions standard = new Exclusions(StreamPlugin.EXCLUDE.defaultValue().orElseThrow());
    assertThat(standard.leavesOut(Path.of(path))).isEqualTo(leftOut);
  }

  @Test
  void alwaysLeaveOutTheAgentsOwn() {
    assertThat(new Exclusions(List.of()).leavesOut(Path.of(".orchestrator-agent-x"))).isTrue();
  }

  @Test
  void refuseWhatIsNoPattern(@TempDir Path folder) {
    FakeAgentContext context = FakeAgentContext.in(folder).with("Exclude", List.of("a", "[b"));
    assertThatThrownBy(() -> new StreamSeed(context))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION)
        .hasMessageContaining("[b");
  }
}
