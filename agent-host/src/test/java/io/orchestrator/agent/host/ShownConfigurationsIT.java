package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md and docs show configurations that work with what `mvn package` leaves. */
@Timeout(120)
class ShownConfigurationsIT {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("agent.distribution")).resolve("bin/orchestrator-agent");
  private static final Pattern BLOCK =
      Pattern.compile("^```json\\n(\\{.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** That of the page about writing plugins, which builds it first. */
  private static final String SAMPLE_PLUGIN = "acme-copy";

  @TempDir Path folder;

  record Shown(Path page, JsonNode json) {}

  @ParameterizedTest
  @MethodSource("all")
  void isGoodAndLeavesSomethingThatStartsTheServer(Shown shown) throws Exception {
    CommandResult check =
        new ProcessRunner(false)
            .tryRun(
                Command.of(LAUNCHER.toString(), "-config", file(shown), "config", "check")
                    .within(Duration.ofSeconds(60)));

    assertThat(check.exitCode()).as(check.stderr()).isZero();
    // What it offers may well be unusable on this machine.
    assertThat(check.stderr()).doesNotContain("no enabled plugin offers it");
  }

  private String file(Shown shown) throws IOException {
    ObjectNode json = shown.json().deepCopy();
    if (!json.has("AgentsServer")) {
      json.put("AgentsServer", "http://orchestrator:3001");
    }
    if (json.has("SeedSecretFile")) {
      json.put("SeedSecretFile", SecretFiles.in(folder));
    }
    if (json.path("SeedTransport").asText().equals(SAMPLE_PLUGIN)) {
      json.remove("SeedTransport");
      ((ObjectNode) json.get("Plugins")).remove(List.of("Directories", "Settings"));
      ArrayNode enabled = (ArrayNode) json.at("/Plugins/Enabled");
      enabled.remove(enabled.size() - 1);
    }
    return Files.writeString(folder.resolve("shown.json"), json.toString()).toString();
  }

  static List<Shown> all() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("..", "README.md")));
    try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<Shown> all = new ArrayList<>();
    for (Path page : pages) {
      Matcher blocks = BLOCK.matcher(Files.readString(page));
      while (blocks.find()) {
        all.add(new Shown(page, new ObjectMapper().readTree(blocks.group(1))));
      }
    }
    all.removeIf(shown -> shown.json().has("ServeAgentsHttp")); // orchestrator's own
    assertThat(all).hasSizeGreaterThan(5);
    return all;
  }
}
