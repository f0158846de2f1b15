package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProcessesTest {
  @TempDir Path folder;
  private Path data;
  private Path elsewhere;
  private FakeProc proc;
  private ServerProcesses processes;

  @BeforeEach
  void makeFolders() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    proc = new FakeProc(Files.createDirectory(folder.resolve("proc")));
    Files.createFile(proc.root().resolve("locks"));
    processes =
        new ServerProcesses(proc.root(), new OptionFiles(List.of(folder.resolve("my.cnf"))));
  }

  @Test
  void findsServersAndNothingElse() throws IOException {
    proc.process(10, "mysqld", data, "/usr/sbin/mysqld", "--port=3307");
    proc.process(11, "mariadbd", elsewhere, "mariadbd");
    proc.process(12, "mysqld_safe", data, "/bin/sh", "/usr/bin/mysqld_safe");
    proc.process(13, "mysqld_exporter", data, "mysqld_exporter");
    proc.process(14, "kworker/0:1", folder);

    assertThat(processes.all()).extracting(ServerProcess::pid).containsExactlyInAnyOrder(10L, 11L);
  }

  @Test
  void tellsArgumentsAndWorkingDirectory() throws IOException {
    Files.createFile(data.resolve("ibdata1"));
    proc.process(10, "mysqld", data, "/usr/sbin/mysqld", "--port", "3307", "--log-error=x y");

    ServerProcess server = processes.all().get(0);

    assertThat(server.arguments().find("port")).contains("3307");
    assertThat(server.arguments().find("log_error")).contains("x y");
    assertThat(server.workingDirectory()).contains(data.toRealPath());
  }

  @Test
  void findsAServerByWhereItWorks() throws IOException {
    proc.process(10, "mysqld", data, "mysqld");
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(10L);
    assertThat(processes.using(link)).map(ServerProcess::pid).contains(10L);
    assertThat(processes.using(elsewhere)).isEmpty();
  }

  @Test
  void findsAServerThatStillStartsByItsCommandLine() throws IOException {
    proc.process(10, "mysqld", folder, "mysqld", "--datadir=" + data + "/");

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(10L);
  }

  @Test
  void findsAServerByItsCommandLineWhenTheDatadirIsGone() throws IOException {
    Path gone = folder.resolve("gone");
    proc.process(10, "mysqld", folder, "mysqld", "--datadir=" + gone);

    assertThat(processes.using(gone)).isPresent();
  }

  @Test
  void findsAServerByItsOptionFilesWhereItsWorkIsHidden() throws IOException {
    proc.process(10, "mysqld", folder.resolve("hidden"), "mysqld");
    Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=" + data + "\n");

    assertThat(processes.using(data)).isPresent();
    assertThat(processes.using(elsewhere)).isEmpty();
  }

  @Test
  void findsAServerByItsOptionFilesBeforeItHasGoneToItsDatadir() throws IOException {
    proc.process(10, "mariadbd", folder, "mariadbd");
    Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=" + data + "\n");

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(10L);
    assertThat(processes.using(elsewhere)).isEmpty();
  }

  @Test
  void doesNotAskTheOptionFilesWhereAServerIsUp() throws IOException {
    Files.createFile(elsewhere.resolve("ibdata1"));
    proc.process(10, "mariadbd", elsewhere, "mariadbd");
    Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=" + data + "\n");

    assertThat(processes.using(data)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "--help", "-?"})
  void takesAProgramThatOnlyTellsOfItselfForNoServer(String option) throws IOException {
    proc.process(10, "mysqld", folder, "mysqld", "--verbose", option);
    proc.process(11, "mariadbd", data, "mariadbd", "--version=5.7.1-faked");

    assertThat(processes.all()).extracting(ServerProcess::pid).containsExactly(11L);
  }

  @Test
  void findsAServerByItsLockOnTheTablespace() throws IOException {
    proc.process(10, "mysqld", elsewhere, "mysqld");
    proc.lock(10, Files.createFile(data.resolve("ibdata1")));

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(10L);
  }

  @Test
  void reportsALockHolderThatIsNoServer() throws IOException {
    proc.lock(77, Files.createFile(data.resolve("ibdata1")));

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(77L);
  }

  @Test
  void findsAServerThatIsAboutToEndButNoZombie() throws IOException {
    proc.process(10, "mysqld", data);
    proc.process(11, "mysqld", data);
    Files.writeString(proc.root().resolve("11/stat"), "11 (mysqld) Z 1 1 1\n");

    assertThat(processes.all()).extracting(ServerProcess::pid).containsExactly(10L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysqld_safe", "mariadbd-safe"})
  void findsTheScriptThatIsAboutToStartTheServerAgain(String script) throws IOException {
    proc.process(12, script, folder, "/bin/sh", "/usr/bin/" + script, "--datadir=" + data);

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(12L);
    assertThat(processes.using(elsewhere)).isEmpty();
    assertThat(processes.all()).isEmpty();
  }

  @Test
  void findsTheScriptByItsOptionFiles() throws IOException {
    proc.process(12, "mysqld_safe", elsewhere, "bash", "/usr/bin/mysqld_safe");
    Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=" + data + "\n");

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(12L);
    assertThat(processes.using(elsewhere)).isEmpty();
  }

  @Test
  void takesTheServerRatherThanItsScript() throws IOException {
    proc.process(9, "mysqld_safe", folder, "/bin/sh", "/usr/bin/mysqld_safe", "--datadir=" + data);
    proc.process(10, "mysqld", data, "/usr/sbin/mysqld", "--datadir=" + data);

    assertThat(processes.using(data)).map(ServerProcess::pid).contains(10L);
  }

  /** Started from a tarball, without a word of its own data directory. */
  @Test
  void doesNotTakeTheScriptOfAnotherServerThatRuns() throws IOException {
    Files.writeString(folder.resolve("my.cnf"), "[mysqld]\ndatadir=" + data + "\n");
    Files.createFile(elsewhere.resolve("ibdata1"));
    proc.process(8, "mysqld_safe", folder, "/bin/sh", "/opt/my/bin/mysqld_safe", "--user=mysql");
    proc.process(9, "mysqld_safe", folder, "/bin/sh", "-");
    proc.parent(9, 8);
    proc.process(10, "mysqld", elsewhere, "/opt/my/bin/mysqld", "--datadir=" + elsewhere);
    proc.parent(10, 9);

    assertThat(processes.using(data)).isEmpty();
  }

  @Test
  void doesNotTakeAScriptWhoseOptionFilesNobodyCanRead() throws IOException {
    proc.process(
        9, "mysqld_safe", folder, "sh", "/opt/my/bin/mysqld_safe", "--defaults-file=gone.cnf");

    assertThat(processes.using(data)).isEmpty();
  }

  @Test
  void takesAReaderOfTheScriptAndOneOfAContainerForNone() throws IOException {
    proc.process(12, "less", folder, "less", "/usr/bin/mysqld_safe", "--datadir=" + data);
    proc.process(13, "mysqld_safe", folder, "/bin/sh", "/usr/bin/mysqld_safe", "--datadir=" + data);
    Files.createSymbolicLink(proc.root().resolve("13/root"), elsewhere);

    assertThat(processes.using(data)).isEmpty();
  }

  @Test
  void looksIntoTheRealProc() {
    assertThat(new ServerProcesses(new OptionFiles()).using(data)).isEqualTo(Optional.empty());
  }

  /** Whose data is below the same path as the host's, which is another folder there. */
  @Test
  @RequiresRoot
  @RequiresTool("unshare")
  void doesNotTakeAContainersServerForTheHosts() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.createFile(inside.resolve("ibdata1"));
    Path options = Files.writeString(folder.resolve("host.cnf"), "[mysqld]\ndatadir=" + data);
    String script = "mount --bind \"$1\" \"$2\" && cd \"$2\" && exec -a mysqld sleep 600";
    Process container =
        new ProcessBuilder(
                "unshare", "-m", "bash", "-c", script, "bash", inside.toString(), data.toString())
            .inheritIO()
            .start();
    try {
      ServerProcesses real =
          new ServerProcesses(Path.of("/proc"), new OptionFiles(List.of(options)));
      Awaitility.await()
          .until(() -> real.all().stream().anyMatch(it -> it.pid() == container.pid()));

      assertThat(real.using(data).map(ServerProcess::pid))
          .isNotEqualTo(Optional.of(container.pid()));
    } finally {
      container.destroyForcibly().waitFor();
    }
  }
}
