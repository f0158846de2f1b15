package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What `mvn package` leaves, used as its operators do. */
@Timeout(300)
class PackagedDistributionIT {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("agent.distribution"));
  private static final Path LAUNCHER = DISTRIBUTION.resolve("bin/orchestrator-agent");
  private static final Path SAMPLE = DISTRIBUTION.resolve("conf/orchestrator-agent.conf.json");

  private record Run(int status, String out, String err) {}

  @TempDir Path folder;

  @Test
  void tellsItsVersionFromAnotherDirectory() throws Exception {
    Run run = run(LAUNCHER, "version");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).matches("orchestrator-agent \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void worksThroughLinksToTheLauncher() throws Exception {
    Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), LAUNCHER);
    Path relative = Files.createSymbolicLink(folder.resolve("relative"), absolute.getFileName());

    Run run = run(relative, "version");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("orchestrator-agent ");
  }

  @Test
  void worksFromAFolderWithABlankInItsName() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("my agent"), DISTRIBUTION);

    assertThat(run(link.resolve("bin/orchestrator-agent"), "version").status()).isZero();
  }

  @Test
  void hasTenPluginsOfWhichFiveAreEnabled() throws Exception {
    Run run = run(LAUNCHER, "-config", SAMPLE.toString(), "plugins", "list");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> !line.startsWith(" ")))
        .extracting(line -> line.replaceAll(" +\\S+ +", " "))
        .containsExactly(
            "outbrain-lvm started",
            "commands started",
            "systemd started",
            "netcat started",
            "stream started",
            "btrfs disabled",
            "directory disabled",
            "mydumper disabled",
            "mysqldump disabled",
            "xtrabackup disabled");
    assertThat(run.out())
        .containsPattern("snapshot-provider +lvm")
        .containsPattern("seed-transport +netcat")
        .containsPattern("seed-transport +stream")
        .containsPattern("seed-transport +commands")
        .containsPattern("service-manager +commands")
        .containsPattern("service-manager +systemd")
        .containsPattern("service-manager +service");
  }

  @Test
  void canLoadThePluginsThatAreNotEnabled() throws Exception {
    String json =
        Files.readString(SAMPLE)
            .replace("\"stream\"]", "\"stream\", \"directory\", \"btrfs\", \"xtrabackup\"]")
            .replace(
                "\"Settings\": {}",
                """
                "Settings": {"directory": {"SnapshotDirectory": "/snapshots"},
                             "btrfs": {"SnapshotDirectory": "/snapshots"}}\
                """);
    Path file = Files.writeString(folder.resolve("all.json"), json);

    Run run = run(LAUNCHER, "-config", file.toString(), "plugins", "list");

    assertThat(run.out())
        .containsPattern("directory +\\S+ +started")
        .containsPattern("btrfs +\\S+ +started")
        .containsPattern("xtrabackup +\\S+ +started");
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void switchesAPluginOnAndOffInTheSampleConfiguration() throws Exception {
    Path file = sample("http://orchestrator.example.com", "http://10.0.0.5");
    String before = Files.readString(file);

    Run on = run(LAUNCHER, "-config", file.toString(), "plugins", "enable", "xtrabackup");

    assertThat(on.status()).as(on.err()).isZero();
    assertThat(Files.readString(file))
        .isEqualTo(before.replace("\"stream\"]", "\"stream\", \"xtrabackup\"]"));

    Run off = run(LAUNCHER, "-config", file.toString(), "plugins", "disable", "xtrabackup");

    assertThat(off.status()).as(off.err()).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void doesNotDisableWhatTheSampleConfigurationNames() throws Exception {
    Path file = sample("http://orchestrator.example.com", "http://10.0.0.5");
    String before = Files.readString(file);

    Run run = run(LAUNCHER, "-config", file.toString(), "plugins", "disable", "stream");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("SeedTransport names \"stream\"")
        .contains("the plugin stream offers it, but is not enabled");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void shipsASampleConfigurationThatIsGood() throws Exception {
    Run run = run(LAUNCHER, "-config", SAMPLE.toString(), "config", "check");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("The configuration is good: " + SAMPLE + "\n");
    // This machine may have nothing that could start a server.
    assertThat(run.err().lines()).allMatch(line -> line.contains("No service manager can start"));
  }

  @Test
  void takesTheSampleConfigurationWithARealServer() throws Exception {
    Path file = sample("http://orchestrator.example.com", "http://10.0.0.5");

    assertThat(run(LAUNCHER, "config", "check", "--config", file.toString()).status()).isZero();
  }

  @Test
  void namesFiveMistakesAtOnce() throws Exception {
    String json =
        Files.readString(SAMPLE)
            .replace("\"HTTPPort\": 3002", "\"HTTPPort\": \"three thousand\"")
            .replace("\"SnapshotMountPoint\"", "\"SnapshotMuontPoint\"")
            .replace("\"ExecWithSudo\": false", "\"ExecWithSudo\": \"maybe\"")
            .replace("\"Settings\": {}", "\"Settings\": {\"netcat\": {\"NoSuchThing\": 1}}")
            .replace("\"SeedTransport\": \"stream\"", "\"SeedTransport\": \"pigeon\"");
    Path file = Files.writeString(folder.resolve("broken.json"), json);

    Run run = run(LAUNCHER, "-config", file.toString(), "config", "check");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("HTTPPort")
        .contains("unknown key SnapshotMuontPoint; did you mean SnapshotMountPoint?")
        .contains("ExecWithSudo")
        .contains("Plugins.Settings.netcat: unknown key NoSuchThing")
        .contains("SeedTransport names \"pigeon\"")
        .doesNotContain("Exception");
    assertThat(run.err().lines().filter(line -> line.startsWith("  * "))).hasSize(5);
  }

  @Test
  void doesNotStartWithMistakes() throws Exception {
    Path file = sample("\"HTTPPort\": 3002", "\"HTTPPort\": -1");

    Run run = run(LAUNCHER, "-config", file.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("could not start").contains("HTTPPort is -1");
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    try (StandInOrchestrator orchestrator = StandInOrchestrator.onLoopback()) {
      Path file = served(orchestrator.url());
      Process agent = start(LAUNCHER, "-config", file.toString());
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> !orchestrator.agents().isEmpty() || !agent.isAlive());
        assertThat(agent.isAlive()).as(this::error).isTrue();

        assertThat(run(LAUNCHER, "-config", file.toString(), "seeds", "list"))
            .isEqualTo(new Run(0, "", ""));
        assertThat(run(LAUNCHER, "-config", file.toString()).err())
            .contains("Another agent uses the state directory");

        agent.destroy();
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("err"))).contains("has stopped");
      } finally {
        agent.destroyForcibly().waitFor();
      }
    }
  }

  private Path served(String orchestrator) throws IOException {
    String json =
        """
        {
          "AgentsServer": "%s",
          "HTTPListenAddress": "127.0.0.1",
          "HTTPPort": 0,
          "Hostname": "localhost",
          "StateDirectory": "%s",
          "SeedTransport": "stream"
        }
        """
            .formatted(orchestrator, folder.resolve("state"));
    return Files.writeString(folder.resolve("served.json"), json);
  }

  private Path sample(String what, String instead) throws IOException {
    String json = Files.readString(SAMPLE);
    assertThat(json).contains(what);
    return Files.writeString(folder.resolve("agent.json"), json.replace(what, instead));
  }

  private String error() {
    try {
      return Files.readString(folder.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Run run(Path launcher, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    Process process = start(launcher, out, err, arguments);
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ended").isTrue();
      return new Run(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Path launcher, String... arguments) throws IOException {
    return start(launcher, folder.resolve("out"), folder.resolve("err"), arguments);
  }

  private Process start(Path launcher, Path out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }
}
