package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.fixture.SecretFiles;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.fixture.TestWireTransport;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredNamesTest {
  @TempDir Path folder;

  private List<String> problems(String receivable) throws InterruptedException {
    return problemsWith("'SeedReceiveTransports': [" + receivable + "]");
  }

  private List<String> problemsWith(String more) throws InterruptedException {
    return problemsOf("'SeedTransport': 'wire', " + more);
  }

  private List<String> problemsOf(String members) throws InterruptedException {
    return names(members).problems();
  }

  private ConfiguredNames names(String members) {
    AgentConfig config = Configs.in(folder, members);
    return new ConfiguredNames(
        config, plugins(), new ExtensionChecks(Duration.ofSeconds(30)), noneDisabled(config));
  }

  private static DisabledOffers noneDisabled(AgentConfig config) {
    PluginContexts contexts =
        new PluginContexts(
            new ProcessRunner(false),
            FakeMySqlFacts.of(Path.of("/nowhere")),
            new MountTable(),
            PluginSpace.of(config.stateDirectory()),
            Clock.systemUTC());
    return new DisabledOffers(
        config.plugins(),
        contexts,
        Duration.ofSeconds(30),
        List.of(),
        file -> {
          throw new IllegalStateException("nothing to load");
        });
  }

  private static Plugins plugins() {
    Stream<SeedTransport> transports =
        Stream.of(
            new TestTransport(),
            new TestWireTransport("wire"),
            new TestWireTransport("other"),
            new TestWireTransport("sql", SeedContent.LIVE));
    List<LoadedExtension> loaded =
        transports.map(each -> new LoadedExtension(kind(), each.name(), "tests", each)).toList();
    return new Plugins(
        List.of(new PluginStatus("tests", "1", PluginStatus.State.STARTED, "", loaded)), List.of());
  }

  private static ExtensionKind kind() {
    return Stream.of(ExtensionKind.values())
        .filter(kind -> kind.point().equals(SeedTransport.class))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takesTransportsThatTheSenderMayChoose() throws InterruptedException {
    assertThat(problems("'wire', 'other'")).isEmpty();
  }

  @Test
  void namesATransportToReceiveByThatNobodyOffers() throws InterruptedException {
    assertThat(problems("'wire', 'pigeon'"))
        .singleElement()
        .asString()
        .contains("SeedReceiveTransports names \"pigeon\"");
  }

  @Test
  void namesACandidateForTheServiceManagerThatNobodyOffers() throws InterruptedException {
    assertThat(problemsWith("'ServiceManagerCandidates': ['sytemd', 'service']"))
        .singleElement()
        .asString()
        .contains("ServiceManagerCandidates names \"sytemd\"");
  }

  @Test
  void namesATransportThatASenderCanNotChoose() throws InterruptedException {
    assertThat(problems("'test'"))
        .singleElement()
        .asString()
        .contains("SeedReceiveTransports names \"test\"", "connection of its own");
  }

  @Test
  void takesALiveSource() throws InterruptedException {
    assertThat(problemsWith("'SeedSources': ['live:sql', 'snapshots']")).isEmpty();
  }

  @Test
  void warnsOfLiveTransportsWhileNobodyMustProveWhoTheyAre() throws IOException {
    String both =
        "'SeedTransport': 'wire', 'SeedSources': ['snapshots', 'live:sql'],"
            + " 'SeedReceiveTransports': ['wire', 'sql']";

    assertThat(names(both).warnings())
        .satisfiesExactly(
            source -> assertThat(source).contains("\"live:sql\", but it is not offered"),
            received -> assertThat(received).contains("SeedReceiveTransports", "SeedSecretFile"));
    assertThat(names(both + ", 'SeedSecretFile': '" + SecretFiles.in(folder) + "'").warnings())
        .isEmpty();
  }

  @Test
  void warnsOfATransportOfARunningServerThatCanNotSendTheSnapshots() throws Exception {
    String sql = "'SeedSecretFile': '" + SecretFiles.in(folder) + "', 'SeedTransport': 'sql'";

    assertThat(names(sql).warnings())
        .singleElement()
        .asString()
        .contains("SeedTransport names \"sql\"", "SeedSources has snapshots", "live:sql");
    assertThat(names(sql + ", 'SeedSources': ['live:sql']").warnings()).isEmpty();
  }

  @Test
  void letsAHostStartThatOnlyReceivesWhatCopiesARunningServer() throws InterruptedException {
    assertThat(problemsOf("'SeedTransport': 'sql'")).isEmpty();
  }

  @Test
  void namesALiveSourceThatNobodyOffersOrThatIsNotLive() throws InterruptedException {
    assertThat(problemsWith("'SeedSources': ['live:pigeon', 'live:wire']"))
        .satisfiesExactly(
            missing -> assertThat(missing).contains("SeedSources names \"pigeon\""),
            notLive ->
                assertThat(notLive)
                    .contains("SeedSources names \"live:wire\"", "running server", "that do: sql"));
  }
}
