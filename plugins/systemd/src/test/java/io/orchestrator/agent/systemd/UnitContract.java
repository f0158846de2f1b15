package io.orchestrator.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with MariaDB's own unit; runs where systemd does, see {@link SystemdIT}. */
class UnitContract extends ServiceManagerContract {
  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    MariaDbPackage.makeSmall();
    Files.writeString(
        Path.of("/run/systemd/system/slow-mysql.service"),
        "[Service]\nType=oneshot\nTimeoutStartSec=infinity\nExecStart=/bin/sleep 600\n");
    Files.writeString(
        Path.of("/run/systemd/system/stubborn-mysql.service"),
        "[Service]\nExecStart=/bin/sleep 600\nKillSignal=SIGCONT\nTimeoutStopSec=infinity\n");
    MariaDbPackage.executable(
        Path.of("/etc/init.d/old-mysql"),
        """
        #!/bin/sh
        ### BEGIN INIT INFO
        # Provides: old-mysql
        # Required-Start:
        # Required-Stop:
        # Default-Start: 2 3 4 5
        # Default-Stop: 0 1 6
        ### END INIT INFO
        case $1 in
          start) setsid sleep 7654 > /dev/null 2>&1 < /dev/null & ;;
          stop) pkill -f '^sleep 7654' || true ;;
        esac
        """);
    MariaDbPackage.run("systemctl", "daemon-reload");
  }

  @AfterEach
  void mend() throws Exception {
    MariaDbPackage.mend();
    MariaDbPackage.run("sh", "-c", "systemctl kill --signal=KILL stubborn-mysql || true");
    MariaDbPackage.run("systemctl", "stop", "slow-mysql", "old-mysql", "stubborn-mysql");
  }

  @Override
  protected ServiceManager service() {
    return new SystemdService(context(), SystemdService.BOOTED, Duration.ofMinutes(2));
  }

  @Override
  protected ServiceManager brokenService() throws Exception {
    MariaDbPackage.damage();
    return service();
  }

  @Override
  protected String reasonOfBrokenService() {
    return "unknown variable 'no-such-option=1'";
  }

  @Override
  protected ServiceManager serviceOfUnknownState() {
    return named("no-such-unit", Duration.ofMinutes(2));
  }

  @Override
  protected ServiceManager slowService() {
    return named("slow-mysql", Duration.ofMinutes(2));
  }

  @Override
  protected ServiceManager stubbornService() throws Exception {
    MariaDbPackage.run("systemctl", "start", "stubborn-mysql");
    return named("stubborn-mysql", Duration.ofSeconds(5));
  }

  private SystemdService named(String unit, Duration limit) {
    return new SystemdService(context().with("Unit", unit), SystemdService.BOOTED, limit);
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder).withMySql(FakeMySqlFacts.of(MariaDbPackage.DATADIR));
  }

  @Override
  protected Duration statusLimit() {
    return Duration.ofMinutes(2);
  }

  @Override
  protected Duration verbLimit() {
    return Duration.ofMinutes(5);
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  protected Duration checkLimit() {
    return Duration.ofSeconds(20);
  }

  @Test
  void findsTheUnitOfTheInstalledServer() throws Exception {
    assertThat(service().check().reason()).startsWith("mariadb.service is ");
  }

  @Test
  void takesAServerThatSystemdStartsAnewForRunning() throws Exception {
    ServiceManager service = service();
    service.start();
    MariaDbPackage.run("systemctl", "kill", "--signal=KILL", "mariadb");
    assertThat(service.status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void leavesAStartThatTakesLongToSystemd() throws Exception {
    SystemdService slow = named("slow-mysql", Duration.ofSeconds(3));
    assertThatThrownBy(slow::start)
        .hasMessageContaining("goes on with it")
        .hasMessageContaining("slow-mysql.service is activating (start)")
        .hasMessageContaining("Starting slow-mysql.service");
    assertThat(slow.status()).isEqualTo(ServiceStatus.RUNNING);
    slow.stop();
    assertThat(slow.status()).isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void startsTheServerOfAnInitScriptWhoseUnitIsStillActive() throws Exception {
    SystemdService old = named("old-mysql", Duration.ofMinutes(2));
    old.start();
    assertThat(old.status()).isEqualTo(ServiceStatus.RUNNING);
    MariaDbPackage.run("pkill", "-f", "^sleep 7654");
    await().atMost(Duration.ofMinutes(1)).until(() -> old.status() == ServiceStatus.STOPPED);
    assertThat(old.check().reason()).isEqualTo("old-mysql.service is active (exited)");
    old.start();
    assertThat(old.status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void leavesTheServerOfAnotherDatadirAlone() throws Exception {
    service().start();
    FakeAgentContext other = FakeAgentContext.in(folder.resolve("other"));
    SystemdService service = new SystemdService(other);
    assertThat(service.check().reason())
        .contains("mariadb.service runs a server in " + MariaDbPackage.DATADIR);
    assertThatThrownBy(service::stop).hasMessageContaining("the setting Unit");
    assertThat(service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void saysThatAUnitIsMasked() throws Exception {
    MariaDbPackage.run("systemctl", "mask", "--runtime", "mariadb");
    try {
      assertThat(service().check().reason()).contains("missing, or masked");
    } finally {
      MariaDbPackage.run("systemctl", "unmask", "--runtime", "mariadb");
    }
  }
}
