package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.orchestrator.AgentCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent on a host with Debian's systemd and MariaDB; inside the machine. */
class SystemdChoice {
  @TempDir Path folder;

  @Test
  void startsAndStopsTheServerThatSystemdHas() throws Exception {
    // The first start is slow here: the datadir is copied, and the package looks at its tables.
    Files.writeString(Path.of("/etc/mysql/debian-start"), "#!/bin/sh\n");
    systemctl("start");
    systemctl("stop");
    AgentHost host = ServiceChoiceIT.hostWithoutCommands(folder.resolve("host"));
    host.with("MySQLDatadirCommand", "echo /var/lib/mysql");
    host.with("Plugins", Map.of("Enabled", List.of("commands", "systemd", "netcat")));
    try (PackagedAgent agent = PackagedAgent.start(host)) {
      assertThat(agent.log())
          .contains("MySQL is started and stopped by systemd: mariadb.service is inactive (dead");
      assertThat(answer(agent, "mysql-status")).isEqualTo("false");
      assertThat(answer(agent, "mysql-start")).isEqualTo("true");
      systemctl("is-active");
      assertThat(answer(agent, "mysql-status")).isEqualTo("true");
      assertThat(answer(agent, "mysql-stop")).isEqualTo("true");
      assertThat(answer(agent, "mysql-status")).isEqualTo("false");
    }
  }

  private static String answer(PackagedAgent agent, String call) throws Exception {
    return new AgentCall().get(agent.row(), call).body();
  }

  private static void systemctl(String verb) throws InterruptedException {
    new ProcessRunner(false)
        .run(Command.of("systemctl", verb, "mariadb").within(Duration.ofMinutes(5)));
  }
}
