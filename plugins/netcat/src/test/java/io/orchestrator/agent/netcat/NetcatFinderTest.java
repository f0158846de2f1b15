package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "'OpenBSD netcat (Debian patchlevel 1.226-1)', OPENBSD",
    "'usage: nc [-46cDdFhklNnrStUuvz]', OPENBSD",
    "'Ncat 7.93 ( https://nmap.org/ncat )', NCAT",
    "'[v1.10-47] -q secs quit after EOF', TRADITIONAL"
  })
  void asksAnNcWhoseNameDoesNotTell(String help, NetcatVariant variant, @TempDir Path folder)
      throws Exception {
    assertThat(new NetcatFinder("nc").get(hostWithNc(folder, help)).variant()).isEqualTo(variant);
  }

  @Test
  void doesNotTakeBusyboxForANetcatThatItKnows(@TempDir Path folder) throws Exception {
    CommandRunner host = hostWithNc(folder, "BusyBox v1.36.1 multi-call binary.");
    assertThatThrownBy(() -> new NetcatFinder("nc").get(host))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TOOL_MISSING);
  }

  private static CommandRunner hostWithNc(Path folder, String help) throws IOException {
    Path nc =
        Files.writeString(folder.resolve("nc"), "#!/bin/sh\necho '" + help + "' >&2\nexit 1\n");
    Files.setPosixFilePermissions(nc, PosixFilePermissions.fromString("rwx------"));
    return new OneProgram("nc", nc);
  }
}
