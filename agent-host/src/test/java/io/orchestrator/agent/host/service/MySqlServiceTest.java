package io.orchestrator.agent.host.service;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.state.UnfinishedMark;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MySqlServiceTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
  }

  private MySqlService service() {
    return host.get(MySqlService.class);
  }

  @Test
  void tellsWhetherTheServerRuns() throws Exception {
    assertThat(service().running()).isFalse();
    service().start();
    assertThat(service().running()).isTrue();
    service().stop();
    assertThat(service().running()).isFalse();
  }

  @Test
  void seesAServerThatTheServiceManagerDoesNotKnow() throws Exception {
    Process server = unknownServer();
    try {
      assertThat(service().running()).isTrue();
      assertRefused(
          ErrorCode.CONFLICT,
          "Could not delete the datadir: MySQL is running",
          () -> service().requireStopped("delete the datadir"));
    } finally {
      end(server);
    }
  }

  @Test
  void doesNotBelieveInAStopWhileAProcessUsesTheDatadir() throws Exception {
    Process server = unknownServer();
    try {
      assertRefused(
          ErrorCode.COMMAND_FAILED,
          "process " + server.pid() + " still uses",
          () -> service().stop());
    } finally {
      end(server);
    }
  }

  /** A process of a server's name that works in the datadir. */
  private Process unknownServer() throws IOException {
    Path mysqld = folder.resolve("mysqld");
    Files.copy(Path.of("/bin/sleep").toRealPath(), mysqld);
    return new ProcessBuilder(mysqld.toString(), "600").directory(host.datadir().toFile()).start();
  }

  private static void end(Process server) throws InterruptedException {
    assertThat(server.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** It ends when its input does. */
  private Process supervisor() throws IOException {
    Path script = Files.writeString(folder.resolve("mysqld_safe"), "read line\n");
    return new ProcessBuilder("/bin/sh", script.toString(), "--datadir=" + host.datadir()).start();
  }

  @Test
  void doesNothingWhileItsSupervisorIsAboutToStartTheServerAgain() throws Exception {
    Process supervisor = supervisor();
    try {
      assertThat(service().running()).isTrue();
      assertRefused(
          ErrorCode.CONFLICT,
          "Could not do a thing: MySQL is running",
          () -> service().whileStopped("do a thing", () -> "done"));
      assertRefused(
          ErrorCode.COMMAND_FAILED,
          "process " + supervisor.pid() + " (mysqld_safe) is about to start it again",
          () -> service().stop());
    } finally {
      end(supervisor);
    }
  }

  @Test
  void waitsAtAStopForTheEndOfTheSupervisor() throws Exception {
    AtomicReference<Process> supervisor = new AtomicReference<>();
    host =
        new TestHost(
            folder,
            new FakeServiceManager() {
              @Override
              public void stop() throws InterruptedException {
                super.stop();
                try {
                  supervisor.get().getOutputStream().close();
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              }
            });
    supervisor.set(supervisor());
    try {
      service().stop();

      assertThat(service().running()).isFalse();
    } finally {
      end(supervisor.get());
    }
  }

  @Test
  void doesNotTakeAServerThatIsStillStoppingForStarted() throws Exception {
    host =
        new TestHost(
            folder,
            new FakeServiceManager() {
              @Override
              public void stop() {
                throw new AgentException(ErrorCode.TIMED_OUT, "it goes on");
              }
            });
    Process server = unknownServer();
    try {
      service().start();
      assertRefused(ErrorCode.TIMED_OUT, "it goes on", () -> service().stop());

      assertRefused(
          ErrorCode.CONFLICT,
          "is still stopping (process " + server.pid() + ")",
          () -> service().start());
      assertThat(host.service().starts()).isEqualTo(1);
    } finally {
      end(server);
    }
    service().start();
  }

  @Test
  void doesNotTakeAnUnknownStateForStopped() {
    host =
        new TestHost(
            folder,
            new FakeServiceManager() {
              @Override
              public ServiceStatus status() {
                throw new AgentException(ErrorCode.TIMED_OUT, "systemctl hangs");
              }
            });

    assertRefused(
        ErrorCode.TIMED_OUT, "systemctl hangs", () -> service().requireStopped("do a thing"));
    assertRefused(
        ErrorCode.TIMED_OUT,
        "systemctl hangs",
        () ->
            service()
                .whileStopped(
                    "do a thing",
                    () -> {
                      throw new AssertionError("it was done");
                    }));
  }

  @Test
  void doesNothingUnderARunningServer() throws Exception {
    service().start();

    assertRefused(
        ErrorCode.CONFLICT,
        "Could not do a thing: MySQL is running",
        () -> service().whileStopped("do a thing", () -> "done"));
  }

  @Test
  void doesNotStartOnAnUnfinishedDatadirAndSaysWhyAndWhatToDo() throws Exception {
    host.get(UnfinishedMark.class).set(host.datadir(), "seed 7 failed: no space");

    assertRefused(ErrorCode.CONFLICT, "seed 7 failed: no space", () -> service().start());
    assertRefused(ErrorCode.CONFLICT, "orchestrator-agent datadir accept", () -> service().start());
    assertThat(host.service().starts()).isZero();
  }

  @Test
  void doesNotStartWhileAnotherDatadirThanTheOneItSeesNowIsUnfinished() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    host.get(UnfinishedMark.class).set(other, "seed 7 failed: no space");
    Files.createFile(other.resolve("ibdata1"));

    assertRefused(
        ErrorCode.CONFLICT, other + " is unfinished: seed 7 failed", () -> service().start());
    assertRefused(ErrorCode.CONFLICT, "takes " + host.datadir() + " for", () -> service().start());
    assertThat(host.service().starts()).isZero();
  }

  @Test
  void startsThoughAnotherDatadirWasUnfinishedThatIsGoneOrEmpty() throws Exception {
    UnfinishedMark marks = host.get(UnfinishedMark.class);
    marks.set(Files.createDirectory(folder.resolve("empty")), "seed 7 failed");
    marks.set(folder.resolve("gone"), "seed 8 failed");
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectory(root.resolve("lost+found"));
    Files.createDirectory(root.resolve(".orchestrator-agent-trash"));
    marks.set(root, "seed 9 failed");

    service().start();

    assertThat(host.service().starts()).isEqualTo(1);
  }

  @Test
  void startsThoughAnotherDatadirIsUnfinishedWhereASettingNamesItsOwn() throws Exception {
    host.with("MySQLDatadirCommand", "echo " + host.datadir());
    Path other = Files.createDirectory(folder.resolve("other"));
    host.get(UnfinishedMark.class).set(other, "seed 7 failed: no space");
    Files.createFile(other.resolve("ibdata1"));

    service().start();

    assertThat(host.service().starts()).isEqualTo(1);
  }

  @Test
  void doesNotStartWhenTheMarksCannotBeRead() throws Exception {
    Files.writeString(host.state().resolve("unfinished.json"), "{ damaged");

    assertRefused(ErrorCode.IO_FAILED, "unfinished.json", () -> service().start());
    assertThat(host.service().starts()).isZero();
  }

  @Test
  void saysWhyTheServerDidNotComeUp() {
    host.service().breakServer("no space left");

    assertRefused(ErrorCode.COMMAND_FAILED, "no space left", () -> service().start());
  }

  @Test
  void saysWhatToConfigureWithoutAServiceManager() {
    host.with("ServiceManager", "");

    assertRefused(ErrorCode.NOT_CONFIGURED, "MySQLServiceStartCommand", () -> service().start());
    assertRefused(ErrorCode.NOT_CONFIGURED, "MySQLServiceStopCommand", () -> service().stop());
  }
}
