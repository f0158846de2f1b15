package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root looks at the plugins of an agent that runs as another user. */
@Tag("plugins")
class PluginsLeaveNothingTest {
  /** Tells its folder, which it has from its start on. */
  private static final String SERVICE =
      """
      package acme;
      import io.orchestrator.agent.api.*;
      import io.orchestrator.agent.api.service.*;
      import java.nio.file.*;
      @org.pf4j.Extension
      public class Service implements ServiceManager {
        private final Path folder;
        public Service(AgentContext context) { folder = context.workDirectory(); }
        @Override public String name() { return "acme"; }
        @Override public CheckResult check() {
          return CheckResult.usable((Files.isDirectory(folder) ? "in " : "no ") + folder);
        }
        @Override public ServiceStatus status() { return ServiceStatus.RUNNING; }
        @Override public void start() {}
        @Override public void stop() {}
      }
      """;

  @TempDir Path home;
  private Path state;

  @BeforeEach
  void makePlugins() throws IOException {
    System.setProperty("agent.home", home.toString());
    state = home.resolve("state");
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    Path jar =
        PluginJarBuilder.plugin("acme", "1.0.0")
            .source("acme.Service", SERVICE)
            .buildIn(home.resolve("built"));
    try (FileSystem zip =
        FileSystems.newFileSystem(plugins.resolve("acme.zip"), Map.of("create", "true"))) {
      Files.createDirectory(zip.getPath("lib"));
      Files.copy(jar, zip.getPath("lib/acme.jar"));
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
  }

  private String answer(String command) {
    Path file = Configs.file(home, "'Plugins.Enabled': ['acme']");
    return answer(file, command);
  }

  private static String answer(Path file, String command) {
    return Cli.run(("-config " + file + " plugins " + command).split(" ", -1)).out();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(each -> !each.equals(folder)).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "info acme", "check"})
  void makesNothingInTheStateDirectory(String command) throws IOException {
    Files.createDirectory(state);

    assertThat(answer(command)).isNotEmpty();

    assertThat(filesIn(state)).isEmpty();
  }

  @Test
  void makesNoStateDirectory() {
    assertThat(answer("list")).contains("usable: in");

    assertThat(state).doesNotExist();
  }

  @Test
  void makesNothingToLookWhetherAPluginCanBeEnabled() {
    Path file = Configs.file(home, "'Plugins.Enabled': []");

    answer(file, "enable acme");

    assertThat(state).doesNotExist();
  }

  @Test
  void takesAwayWhatItHasMadeElsewhere() {
    Path folder = Path.of(answer("list").replaceFirst("(?s).*usable: in\\s+", "").strip());

    assertThat(folder).isAbsolute().endsWithRaw(Path.of("plugins", "acme"));
    assertThat(folder.getParent().getParent()).doesNotExist();
  }

  @Test
  void letsAPluginSeeTheFilesThatItHas() throws IOException {
    Path own = Files.createDirectories(state.resolve("plugins/acme"));

    assertThat(answer("list").replaceAll("\\s+", " ")).contains("usable: in " + own);
  }

  @RequiresRoot
  @Test
  void leavesTheStateDirectoryToItsOwner() throws IOException {
    Path own = Files.createDirectories(state.resolve("plugins/acme"));
    for (Path each : List.of(state, own.getParent(), own)) {
      Files.setAttribute(each, "unix:uid", 65534);
    }

    answer("list");

    assertThat(filesIn(state))
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(65534));
  }
}
