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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, with init scripts whose server is a file. */
@Tag("processes")
class InitScriptServiceTest extends ServiceManagerContract {
  private static final String START = "touch running";
  private static final String STATUS = "test -e running || exit 3";

  @TempDir Path folder;
  private Path scripts;

  @BeforeEach
  void setUp() throws Exception {
    scripts = Files.createDirectories(folder.resolve("init.d"));
  }

  @Override
  protected ServiceManager service() throws Exception {
    script("mysql", START, STATUS);
    return found(Duration.ofSeconds(20));
  }

  @Override
  protected ServiceManager brokenService() throws Exception {
    script("broken", "echo no space for redo logs; exit 1", STATUS);
    return named("broken");
  }

  @Override
  protected String reasonOfBrokenService() {
    return "no space for redo logs";
  }

  @Override
  protected ServiceManager serviceOfUnknownState() throws Exception {
    script("unknown", START, "exit 4");
    return named("unknown");
  }

  @Override
  protected ServiceManager slowService() throws Exception {
    script("slow", "sleep 60", STATUS);
    return named("slow");
  }

  @Override
  protected ServiceManager stubbornService() throws Exception {
    script("stubborn", START, "exit 0");
    return service(context().with("InitScript", "stubborn"), Duration.ofSeconds(2));
  }

  private void script(String name, String start, String status) throws IOException {
    Path file =
        Files.writeString(
            scripts.resolve(name),
            "#!/bin/sh\ncd \"$(dirname \"$0\")\"\ncase $1 in\nstart) %s ;;\nstop) rm -f running ;;\nstatus) %s ;;\nesac\n"
                .formatted(start, status));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private InitScriptService found(Duration limit) {
    return service(context(), limit);
  }

  private InitScriptService named(String script) {
    return service(context().with("InitScript", script), Duration.ofSeconds(20));
  }

  private InitScriptService service(FakeAgentContext context, Duration limit) {
    InitScripts found = new InitScripts(context, scripts, folder.resolve("booted"));
    return new InitScriptService(context, found, Duration.ofSeconds(8), limit);
  }

  private FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .withCommands(
            OtherPrograms.of(new ProcessRunner(false))
                .withScript(folder, "service", "exec " + scripts + "/$1 $2"));
  }

  @Test
  void takesTheFirstScriptThatIsThere() throws Exception {
    script("mysqld", START, STATUS);
    script("mysql", START, STATUS);
    assertThat(found(Duration.ofSeconds(1)).check().reason()).isEqualTo("init script mysql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'Usage: mysql start|stop'; exit 1",
        "echo 'mysql: unrecognized service' >&2; exit 1",
        "echo 'sudo: a password is required' >&2; exit 1",
        "exit 127",
        "kill -9 $$"
      })
  void doesNotTakeAScriptThatDoesNotKnowForAStoppedServer(String status) throws Exception {
    script("odd", START, status);
    assertThatThrownBy(named("odd")::status)
        .hasMessageContaining("Cannot tell whether MySQL runs: service odd status exited with");
  }

  @Test
  void saysThatAServerDidNotComeUpAlthoughItsScriptWasContent() throws Exception {
    script("mysql", "echo starting", STATUS);
    assertThatThrownBy(found(Duration.ofSeconds(1))::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("service mysql start exited with 0: starting")
        .hasMessageContaining("does not run");
  }

  @Test
  void waitsForAServerThatComesUpLaterThanItsScriptEnds() throws Exception {
    script("mysql", "(sleep 1; touch running) > /dev/null 2>&1 &", STATUS);
    ServiceManager service = found(Duration.ofSeconds(20));
    service.start();
    assertThat(service.status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void saysThatAScriptTakesTooLong() throws Exception {
    script("mysql", "sleep 60", STATUS);
    assertThatThrownBy(found(Duration.ofSeconds(1))::start)
        .hasFieldOrPropertyWithValue("code", ErrorCode.COMMAND_FAILED)
        .hasMessageContaining("did not end within");
  }

  @Test
  void saysWhyItCannotServe() throws Exception {
    assertThat(found(Duration.ofSeconds(1)).check().reason())
        .contains("no init script mariadb or mysql or mysqld in " + scripts, "InitScript");
    Files.createDirectory(folder.resolve("booted"));
    assertThat(service().check().reason())
        .isEqualTo("systemd runs this host; use the service manager systemd");
    Files.delete(folder.resolve("booted"));
    FakeAgentContext bare =
        context().withCommands(OtherPrograms.of(new ProcessRunner(false)).without("service"));
    assertThat(service(bare, Duration.ofSeconds(1)).check().reason())
        .isEqualTo("the program service is not installed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../mysql", "-x", "a b", "a;b", ".hidden"})
  void refusesWhatIsNoNameOfAScript(String name) {
    assertThatThrownBy(() -> SystemdPlugin.SCRIPT.parse(name))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION);
  }
}
