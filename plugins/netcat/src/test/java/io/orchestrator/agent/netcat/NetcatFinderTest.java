package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetcatFinderTest {
  @Test
  void takesOpenbsdsFirst() throws Exception {
    assertThat(new NetcatFinder("auto").get(new ScriptedCommands()).variant())
        .isEqualTo(NetcatVariant.OPENBSD);
  }

  @Test
  void takesTheOneThatIsNamed() throws Exception {
    assertThat(new NetcatFinder("socat").get(new ScriptedCommands()).variant())
        .isEqualTo(NetcatVariant.SOCAT);
  }

  @Test
  void saysWhatToInstallIfThereIsNone(@TempDir Path folder) throws Exception {
    ScriptedCommands none =
        new ScriptedCommands().without("nc.openbsd", "ncat", "socat", "nc", "nc.traditional");
    assertThatThrownBy(() -> new NetcatFinder("auto").get(none))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING)
        .hasMessageContaining("install");
    assertThat(new NetcatSeed(FakeAgentContext.in(folder).withCommands(none)).check().usable())
        .isFalse();
  }
}
