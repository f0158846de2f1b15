package io.orchestrator.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, with Debian's {@code service} and a small init script, and MariaDB's own script,
 * which is too slow here for all of it. Systemd is hidden from them: {@code service} would hand on
 * to it. Runs in the machine of {@link SystemdIT}.
 */
class ScriptContract extends ServiceManagerContract {
  private static final Path SCRIPTS = Path.of("/etc/init.d");

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    MariaDbPackage.makeSmall();
    script("small-mysql", "setsid sleep 6543 > /dev/null 2>&1 < /dev/null &");
    script("broken-mysql", "echo no space for redo logs; exit 1");
    script("slow-mysql", "sleep 600");
    MariaDbPackage.executable(SCRIPTS.resolve("stubborn-mysql"), "#!/bin/sh\nexit 0\n");
    MariaDbPackage.executable(
        SCRIPTS.resolve("unknown-mysql"), "#!/bin/sh\necho \"Usage: $0 start|stop\"\nexit 1\n");
  }

  private static void script(String name, String start) throws Exception {
    MariaDbPackage.executable(
        SCRIPTS.resolve(name),
        """
        #!/bin/sh
        case $1 in
          start) %s ;;
          stop) pkill -f '^sleep 6543' ;;
          status) pgrep -f '^sleep 6543' || exit 3 ;;
        esac
        """
            .formatted(start));
  }

  @Override
  protected ServiceManager service() {
    return named("small-mysql");
  }

  @Override
  protected ServiceManager brokenService() {
    return named("broken-mysql");
  }

  @Override
  protected String reasonOfBrokenService() {
    return "no space for redo logs";
  }

  @Override
  protected ServiceManager serviceOfUnknownState() {
    return named("unknown-mysql");
  }

  @Override
  protected ServiceManager slowService() {
    return named("slow-mysql");
  }

  @Override
  protected ServiceManager stubbornService() {
    return service(context().with("InitScript", "stubborn-mysql"), Duration.ofSeconds(5));
  }

  private InitScriptService named(String script) {
    return service(context().with("InitScript", script));
  }

  private InitScriptService service(FakeAgentContext context) {
    return service(context, Duration.ofMinutes(4));
  }

  private InitScriptService service(FakeAgentContext context, Duration changeLimit) {
    InitScripts scripts = new InitScripts(context, SCRIPTS, folder.resolve("absent"));
    return new InitScriptService(context, scripts, Duration.ofMinutes(2), changeLimit);
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .withCommands(
            OtherPrograms.of(new ProcessRunner(false))
                .withScript(
                    folder,
                    "service",
                    "exec unshare --mount bash -c"
                        + " 'mount -t tmpfs tmpfs /run/systemd && exec \"$@\"' bash $real \"$@\""));
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
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void startsAndStopsMariaDbByItsOwnScript() throws Exception {
    InitScriptService found = service(context());
    assertThat(found.check().reason()).isEqualTo("init script mariadb");
    assertThat(found.status()).isEqualTo(ServiceStatus.STOPPED);
    found.start();
    assertThat(found.status()).isEqualTo(ServiceStatus.RUNNING);
    found.stop();
    assertThat(found.status()).isEqualTo(ServiceStatus.STOPPED);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void saysThatMariaDbDidNotComeUp() throws Exception {
    MariaDbPackage.damage();
    try {
      assertThatThrownBy(service(context())::start)
          .hasMessageContaining("service mariadb start exited with")
          .hasMessageContaining("its status says that MySQL does not run");
    } finally {
      MariaDbPackage.mend();
    }
  }
}
