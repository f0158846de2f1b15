package io.orchestrator.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, with scripts that answer as systemctl did. */
@Tag("processes")
class SystemdServiceTest extends ServiceManagerContract {
  @TempDir Path folder;
  private FakeSystemd systemd;

  @BeforeEach
  void setUp() throws Exception {
    systemd = new FakeSystemd(folder.resolve("systemd"));
  }

  @Override
  protected ServiceManager service() throws Exception {
    systemd.unit("mariadb.service", FakeSystemd.DOWN);
    return found();
  }

  @Override
  protected ServiceManager brokenService() throws Exception {
    systemd.journal("Starting mysqld.service...\nno space for redo logs\n");
    return failing("mysqld.service", FakeSystemd.FAILED, "exit 1");
  }

  @Override
  protected String reasonOfBrokenService() {
    return "no space for redo logs";
  }

  @Override
  protected ServiceManager serviceOfUnknownState() throws Exception {
    OtherPrograms hanging =
        OtherPrograms.of(new ProcessRunner(false))
            .withScript(folder, "systemctl", "echo 'Failed to connect to bus' >&2; exit 1");
    return new SystemdService(
        FakeAgentContext.in(folder).withCommands(hanging), systemd.booted(), limit());
  }

  @Override
  protected ServiceManager slowService() throws Exception {
    return failing("slow.service", FakeSystemd.DOWN, "sleep 60");
  }

  @Override
  protected ServiceManager stubbornService() throws Exception {
    systemd.unit("stubborn.service", FakeSystemd.UP, "", "echo 'Job for it failed.' >&2; exit 1");
    return named("stubborn");
  }

  private static Duration limit() {
    return Duration.ofSeconds(32);
  }

  private SystemdService found() {
    return new SystemdService(context(), systemd.booted(), limit());
  }

  private SystemdService named(String unit) {
    return new SystemdService(context().with("Unit", unit), systemd.booted(), limit());
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder).withCommands(systemd.commands());
  }

  /** A stopped unit that gets these properties at its start, which ends with this command. */
  private SystemdService failing(String name, String properties, String end) throws IOException {
    String start = FakeSystemd.becoming(properties) + "echo 'Job for it failed.' >&2\n" + end;
    systemd.unit(name, FakeSystemd.DOWN, start, "");
    return named(name);
  }

  private SystemdService showing(String properties) throws IOException {
    systemd.unit("it.service", properties);
    return named("it");
  }

  @Test
  void takesTheFirstUnitThatIsLoaded() throws Exception {
    systemd.unit("mysqld.service", FakeSystemd.DOWN).unit("mysql.service", FakeSystemd.UP);
    systemd.unit("mariadb.service", FakeSystemd.DOWN.replace("loaded", "masked"));
    assertThat(found().check().reason())
        .isEqualTo(
            "mysql.service is active (running); there is also mysqld.service, the setting Unit of"
                + " the plugin chooses");
  }

  @Test
  void leavesTheUnitOfAnotherServerAlone() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (ServerOf server = new ServerOf(other)) {
      systemd.unit("mariadb.service", FakeSystemd.UP + "MainPID=" + server.pid() + "\n");

      assertThat(found().check().reason())
          .contains("mariadb.service runs a server in " + other, "the setting Unit");
      assertThatThrownBy(() -> found().stop())
          .hasFieldOrPropertyWithValue("code", ErrorCode.NOT_CONFIGURED);
      assertThat(systemd.calls()).noneMatch(call -> call.contains(" stop "));
      assertThat(named("mariadb").status()).isEqualTo(ServiceStatus.RUNNING);
    }
  }

  @Test
  void knowsTheUnitOfItsServer() throws Exception {
    try (ServerOf server = new ServerOf(context().mysql().datadir())) {
      systemd.unit("mariadb.service", FakeSystemd.UP + "MainPID=" + server.pid() + "\n");

      assertThat(found().status()).isEqualTo(ServiceStatus.RUNNING);
    }
  }

  /** A process of a server's name that works in a datadir. */
  private final class ServerOf implements AutoCloseable {
    private final Process process;

    ServerOf(Path datadir) throws IOException {
      Files.createFile(datadir.resolve("ibdata1"));
      Path program = folder.resolve("mariadbd");
      Files.copy(Path.of("/bin/sleep").toRealPath(), program);
      process = new ProcessBuilder(program.toString(), "600").directory(datadir.toFile()).start();
    }

    long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void takesAnAliasForWhatItStandsFor() throws Exception {
    systemd.unit("mariadb.service", FakeSystemd.DOWN).alias("mysql.service", "mariadb.service");
    assertThat(found().check().reason()).isEqualTo("mariadb.service is inactive (dead)");
  }

  @Test
  void takesTheUnitOfTheSettings() throws Exception {
    systemd.unit("mariadb.service", FakeSystemd.DOWN).unit("mysql@3307.service", FakeSystemd.UP);
    assertThat(named("mysql@3307").status()).isEqualTo(ServiceStatus.RUNNING);
    assertThat(named("mysql@3307.service").status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"activating", "deactivating", "reloading"})
  void takesAServerOnItsWayForRunning(String state) throws Exception {
    String properties = "LoadState=loaded\nSubState=x\nJob=\nActiveState=" + state + "\n";
    assertThat(showing(properties).status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void takesAServerThatIsAboutToBeStartedForRunning() throws Exception {
    assertThat(showing(FakeSystemd.DOWN.replace("Job=", "Job=17")).status())
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void takesAFailedUnitForStopped() throws Exception {
    assertThat(showing(FakeSystemd.FAILED).status()).isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  void seesAServerWhoseUnitHasBeenRemoved() throws Exception {
    assertThat(showing(FakeSystemd.UP.replace("loaded", "not-found")).status())
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void doesNotTakeAStateThatItDoesNotKnowForStopped() {
    assertThatThrownBy(() -> showing(FakeSystemd.DOWN.replace("inactive", "sleeping")).status())
        .hasMessageContaining("Cannot tell whether MySQL runs")
        .hasMessageContaining("sleeping");
  }

  @Test
  void doesNotTakeAnAnswerThatItDoesNotUnderstandForStopped() throws Exception {
    OtherPrograms odd =
        OtherPrograms.of(new ProcessRunner(false)).withScript(folder, "systemctl", "echo hello");
    SystemdService service =
        new SystemdService(FakeAgentContext.in(folder).withCommands(odd), folder, limit());
    assertThatThrownBy(service::status).hasMessageContaining("but: hello");
  }

  @Test
  void doesNotBelieveAUnitThatStaysActiveWithoutAProcess() throws Exception {
    SystemdService service = showing(FakeSystemd.UP.replace("running", "exited"));
    assertThatThrownBy(service::status).hasMessageContaining("MySQLServiceStatusCommand");
    assertThat(service.check().usable()).isFalse();
  }

  @Test
  void startsTheServerOfAnInitScriptWhoseUnitIsStillActive() throws Exception {
    SystemdService service =
        showing(FakeSystemd.UP.replace("running", "exited") + "SourcePath=/etc/init.d/mysql\n");
    assertThat(service.status()).isEqualTo(ServiceStatus.STOPPED);
    service.start();
    assertThat(systemd.calls())
        .filteredOn(call -> !call.contains("show"))
        .extracting(call -> call.replaceAll(".*(start|stop).*", "$1"))
        .containsExactly("stop", "start");
  }

  @Test
  void leavesTheJobToSystemdWhenTheTimeIsOver() throws Exception {
    String starting = "LoadState=loaded\nActiveState=activating\nSubState=start\nJob=5\n";
    systemd.unit("it.service", FakeSystemd.DOWN, FakeSystemd.becoming(starting) + "sleep 60", "");
    systemd.journal("InnoDB: Starting crash recovery");
    SystemdService service =
        new SystemdService(context().with("Unit", "it"), systemd.booted(), Duration.ofSeconds(2));
    assertThatThrownBy(service::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("within 2 s and goes on with it")
        .hasMessageContaining("it.service is activating (start)")
        .hasMessageContaining("InnoDB: Starting crash recovery");
    assertThat(service.status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void saysThatAServerStillRuns() throws Exception {
    systemd.unit("it.service", FakeSystemd.UP, "", "echo 'Job was canceled.' >&2; exit 1");
    assertThatThrownBy(named("it")::stop)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("Could not stop MySQL's it.service")
        .hasMessageContaining("Job was canceled")
        .hasMessageContaining("it.service is active (running)");
  }

  @Test
  void noticesAServerThatEndsAtOnce() throws Exception {
    assertThatThrownBy(failing("it.service", FakeSystemd.FAILED, "true")::start)
        .hasMessageContaining("it.service is failed (failed, exit-code)");
  }

  @Test
  void saysWhatToDoWithoutTheRight() throws Exception {
    systemd.unit(
        "it.service",
        FakeSystemd.DOWN,
        "echo 'Failed to start it.service: Interactive authentication required.' >&2; exit 1",
        "");
    assertThatThrownBy(named("it")::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED)
        .hasMessageContaining("ExecWithSudo");
  }

  @Test
  void quotesTheJournalWithinBounds() throws Exception {
    systemd.journal(("\u001b[31m" + "x".repeat(5000) + "\n").repeat(50) + "the last line\n");
    assertThatThrownBy(failing("it.service", FakeSystemd.FAILED, "exit 1")::start)
        .hasMessageContaining("the last line")
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .hasSizeLessThan(2500)
                    .doesNotContain("\u001b", "\n"));
  }

  @Test
  void quotesErrorsThatOtherLinesFollow() throws Exception {
    systemd.journal("[ERROR] no space\n" + "[Note] on the way down\n".repeat(30) + "the end\n");
    assertThatThrownBy(failing("it.service", FakeSystemd.FAILED, "exit 1")::start)
        .hasMessageContaining("its journal: [ERROR] no space | [Note] on the way down | ")
        .hasMessageEndingWith("| the end. See also MySQL's error log");
  }

  @Test
  void neitherAsksNorPages() throws Exception {
    ServiceManager service = brokenService();
    assertThatThrownBy(service::start).isNotNull();
    assertThat(systemd.calls())
        .filteredOn(call -> call.startsWith("systemctl"))
        .hasSizeGreaterThan(2)
        .allMatch(call -> call.startsWith("systemctl C --no-pager --no-ask-password "));
    assertThat(systemd.calls())
        .filteredOn(call -> call.contains("--unit"))
        .singleElement()
        .asString()
        .contains(
            "journalctl C --no-pager --quiet --output=cat --reverse --lines=50 --since=@",
            "--unit=mysqld.service");
  }

  @Test
  void saysWhyItCannotServe() throws Exception {
    assertThat(found().check().reason())
        .contains("no unit mariadb.service or mysql.service or mysqld.service", "setting Unit");
    assertThat(new SystemdService(context(), folder.resolve("no"), limit()).check().reason())
        .isEqualTo("systemd does not run this host: there is no " + folder.resolve("no"));
    FakeAgentContext bare =
        context().withCommands(OtherPrograms.of(new ProcessRunner(false)).without("systemctl"));
    assertThat(new SystemdService(bare, systemd.booted(), limit()).check().reason())
        .isEqualTo("systemctl is not installed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql@3306.service", "a:b-c_d.e", "mnt\\x2dmysql"})
  void takesNamesOfUnits(String name) {
    assertThat(SystemdPlugin.UNIT.parse(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--force", "a b", "a;b", "a/b", "a*", "$(a)", "a\nb", "?"})
  void refusesWhatIsNoNameOfAUnit(String name) {
    assertThatThrownBy(() -> SystemdPlugin.UNIT.parse(name))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION);
  }
}
