package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.testkit.orchestrator.AgentCall;
import io.orchestrator.agent.testkit.orchestrator.AgentCallException;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import io.orchestrator.agent.testkit.vm.VmTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent without a word in its configuration about how to start MySQL. */
@Tag("systemd")
class ServiceChoiceIT {
  @TempDir Path folder;

  @Test
  void startsWithoutAServiceManagerAndSaysWhatToSet() throws Exception {
    AgentHost host = hostWithoutCommands(folder.resolve("host"));
    Map<String, String> absent = Map.of("Unit", "no-such-unit", "InitScript", "no-such-script");
    host.with(
        "Plugins",
        Map.of(
            "Enabled", List.of("commands", "systemd", "netcat"),
            "Settings", Map.of("systemd", absent)));
    try (PackagedAgent agent = PackagedAgent.start(host)) {
      assertThat(agent.log())
          .containsPattern("WARN.*No service manager can start and stop MySQL here: .*; systemd: ")
          .contains("; service: ");
      assertThat(new AgentCall().get(agent.row(), "mysql-status").body()).isEqualTo("false");
      assertThatThrownBy(() -> new AgentCall().get(agent.row(), "mysql-start"))
          .isInstanceOf(AgentCallException.class)
          .hasMessageContaining("set MySQLServiceStatusCommand");
    }
  }

  @TestFactory
  @RequiresTool({"qemu-system-x86_64", "cpio", "mariadbd", "systemctl"})
  Stream<DynamicTest> underSystemd() throws Exception {
    return VmTests.run(
        new VmTests(Path.of("target/vm-systemd"), Duration.ofMinutes(15), SystemdChoice.class)
            .underSystemd());
  }

  static AgentHost hostWithoutCommands(Path folder) throws Exception {
    AgentHost host = new AgentHost(folder, "127.0.0.4");
    host.with("AgentsServer", "http://127.0.0.1:1");
    for (String verb : List.of("Status", "Start", "Stop")) {
      host.without("MySQLService" + verb + "Command");
    }
    return host;
  }
}
