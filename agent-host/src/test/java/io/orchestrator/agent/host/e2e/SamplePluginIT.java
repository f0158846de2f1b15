package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample of docs/writing-plugins.md as its readers use it: built alone, packed, seeded with.
 */
@Tag("plugins")
@RequiresTool({"mvn", "javac", "rsync"})
@RequiresRoot
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SamplePluginIT {
  private static final long BYTES = 48 << 20;
  private static final long SEED = 7;

  @TempDir static Path builds;
  private static OutsideBuild maven;
  private static Path packed;

  @TempDir Path folder;

  @BeforeAll
  static void buildTheSample() throws Exception {
    maven = new OutsideBuild(builds);
    Path sample = OutsideBuild.sampleIn(builds.resolve("sample"));
    maven.run(sample, "package");
    packed = sample.resolve("target/sample-rsync-1.0.0.zip");
  }

  @Test
  void seedsWhenItsPackageIsPutIntoAFolder() throws Exception {
    try (SeedPair pair = pair()) {
      pair.start();

      SeedOutcome outcome = pair.seed();

      assertThat(outcome.successful()).as(() -> outcome.reason() + pair.logs()).isTrue();
      pair.requireSameData(TreeComparison.exact());
      assertThat(pair.call(SeedPair.TARGET, "seeds")).contains("\"Transport\":\"rsync\"");
      pair.requireQuiet();
      assertThat(pair.logs()).doesNotContain("a secret of the sample");
    }
  }

  @Test
  void failsBothSidesIfTheTargetIsAborted() throws Exception {
    try (SeedPair pair = pair();
        SeedLine line = new SeedLine(SeedPair.TARGET, pair.seedPort())) {
      pair.source().with("SeedPort", line.port());
      pair.start();
      line.holdAt(BYTES / 4);
      pair.call(SeedPair.SOURCE, "mountlv?lv=" + pair.snapshot());
      pair.call(SeedPair.TARGET, "delete-mysql-datadir");
      pair.call(SeedPair.TARGET, "receive-mysql-seed-data/" + SEED);
      pair.call(SeedPair.SOURCE, "send-mysql-seed-data/" + SeedPair.TARGET + "/" + SEED);
      await("a part is sent").atMost(SeedPair.LIMIT).until(() -> line.passed() == BYTES / 4);

      pair.call(SeedPair.TARGET, "abort-seed/" + SEED);
      line.go();

      awaitEnd(pair, SeedPair.TARGET, "ABORTED");
      awaitEnd(pair, SeedPair.SOURCE, "FAILED");
      FailedSeed.of(pair, SEED).requireSeen();
      pair.requireQuiet();
    }
  }

  private static void awaitEnd(SeedPair pair, String host, String state) {
    await(host + " is over")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(pair.call(host, "seeds")).contains(state));
  }

  @Test
  void isCopiedToANewProjectThatBuildsAtOnce() throws Exception {
    Path copy = folder.resolve("acme copy");
    run(
        OutsideBuild.project().resolve("docs/sample-plugin/copy-me"),
        "acme-copy",
        "com.acme.copy",
        copy);

    maven.run(copy, "package", "-DskipTests");

    AgentHost host = new AgentHost(folder.resolve("host"), "127.0.0.2");
    install(host, "acme-copy", copy.resolve("target/acme-copy-1.0.0.zip"));
    assertThat(plugins(host))
        .containsPattern("acme-copy +1.0.0 +started\n +seed-transport +acme-copy +usable");
  }

  @Test
  void hasASmallerSisterInThePageItselfThatBuildsToo() throws Exception {
    Path project = folder.resolve("acme-hosts");
    PageFiles.write(OutsideBuild.project().resolve("docs/writing-plugins.md"), project);

    maven.run(project, "package");

    AgentHost host = new AgentHost(folder.resolve("host"), "127.0.0.2");
    Path hosts = Files.writeString(folder.resolve("hosts"), "db1 main\n");
    install(
        host,
        "acme-hosts",
        project.resolve("target/acme-hosts-1.0.0.jar"),
        Map.of("HostsFile", hosts.toString()));
    assertThat(plugins(host))
        .containsPattern(
            "acme-hosts +1.0.0 +started\n +snapshot-locator +hosts-file +usable:\\s+" + hosts);
  }

  private SeedPair pair() throws IOException {
    SeedPair pair = new SeedPair(folder, BYTES).with("SeedTransport", "rsync");
    install(pair.target(), "sample-rsync", packed);
    install(pair.source(), "sample-rsync", packed);
    return pair;
  }

  private void install(AgentHost host, String id, Path file) throws IOException {
    String secret =
        SecretFiles.write(host.folder().resolve("rsync.secret"), "a secret of the sample");
    install(host, id, file, Map.of("RsyncSecretFile", secret));
  }

  private static void install(AgentHost host, String id, Path file, Map<String, String> settings)
      throws IOException {
    Path plugins = Files.createDirectory(host.folder().resolve("plugins"));
    Files.copy(file, plugins.resolve(file.getFileName()));
    host.with(
        "Plugins",
        Map.of(
            "Directories",
            List.of(plugins.toString()),
            "Enabled",
            List.of("directory", "commands", id),
            "Settings",
            Map.of(
                "directory",
                Map.of("SnapshotDirectory", host.snapshots().toString()),
                id,
                settings)));
  }

  /** As operators see them. */
  private static String plugins(AgentHost host) throws Exception {
    host.useDefaultTransport();
    host.with("AgentsServer", "http://orchestrator.example.com:3001");
    host.writeConfiguration();
    CommandResult list = PackagedAgent.command(host, Duration.ofMinutes(3), "plugins", "list");
    return list.stdout() + list.stderr();
  }

  private static void run(Path program, Object... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    new ProcessRunner(false).run(Command.of(line));
  }
}
