package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.command.OtherPrograms;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.service.ServiceManagerContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract, with MariaDB's own init script and Debian's {@code service}, from which systemd is
 * hidden: it would hand on to it. Runs in the machine of {@link SystemdIT}.
 */
class ScriptContract extends ServiceManagerContract {
  private static final Path SCRIPTS = Path.of("/etc/init.d");

  @TempDir Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    MariaDbPackage.makeSmall();
    MariaDbPackage.executable(
        SCRIPTS.resolve("slow-mysql"), "#!/bin/sh\ncase $1 in start) sleep 600 ;; *) exit 3 ;; esac\n");
    MariaDbPackage.executable(
        SCRIPTS.resolve("unknown-mysql"), "#!/bin/sh\necho \"Usage: $0 start|stop\"\nexit 1\n");
  }

  @AfterEach
  void mend() throws Exception {
    MariaDbPackage.mend();
  }

  @Override
  protected ServiceManager service() {
    return service(context());
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
    return service(context().with("InitScript", "unknown-mysql"));
  }

  @Override
  protected ServiceManager slowService() {
    return service(context().with("InitScript", "slow-mysql"));
  }

  private InitScriptService service(FakeAgentContext context) {
    InitScripts scripts = new InitScripts(context, SCRIPTS, folder.resolve("absent"));
    return new InitScriptService(
        context, scripts, Duration.ofSeconds(60), Duration.ofSeconds(150));
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
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  protected Duration checkLimit() {
    return Duration.ofSeconds(20);
  }
}
