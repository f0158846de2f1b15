package io.orchestrator.agent.host.config.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.config.ConfigFiles;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigChangeTest {
  private static final String BEFORE = "{\"Plugins\": {\"Enabled\": [\"a\"]}}\n";
  private static final String AFTER = "{\"Plugins\": {\"Enabled\": [\"a\", \"x\"]}}\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(folder.resolve("agent.json"), BEFORE);
  }

  private static ConfigChange enabling(Path file) {
    return new PluginSwitches(ConfigFiles.only(file), List.of()).enable(List.of("x"));
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void replacesTheFileAndLeavesNothingBeside() throws Exception {
    enabling(file).write();

    assertThat(file).hasContent(AFTER);
    assertThat(entries()).containsExactly("agent.json");
  }

  @Test
  void keepsTheMode() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    enabling(file).write();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");
  }

  @RequiresRoot
  @Test
  void keepsOwnerAndGroup() throws Exception {
    Files.setAttribute(file, "unix:uid", 12345);
    Files.setAttribute(file, "unix:gid", 12346);

    enabling(file).write();

    assertThat(file).hasContent(AFTER);
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(12346);
  }

  @RequiresTool({"setfacl", "getfacl"})
  @Test
  void keepsAccessControlLists() throws Exception {
    assertThat(run("setfacl", "-m", "u:12345:r", file.toString())).isEmpty();

    enabling(file).write();

    assertThat(file).hasContent(AFTER);
    assertThat(run("getfacl", "-n", file.toString())).contains("user:12345:r--");
  }

  private String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void changesWhatALinkLeadsToAndKeepsTheLink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file.getFileName());

    enabling(link).write();

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent(AFTER);
    assertThat(entries()).containsExactly("agent.json", "link.json");
  }

  @Test
  void refusesToOverwriteWhatSomebodyElseHasWrittenMeanwhile() throws IOException {
    ConfigChange change = enabling(file);
    Files.writeString(file, "{}");

    assertThatThrownBy(change::write)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("somebody else");
    assertThat(file).hasContent("{}");
    assertThat(entries()).containsExactly("agent.json");
  }

  @Test
  void changesNeitherOfTwoFilesIfOneCanNotBeChanged() throws IOException {
    Path second =
        Files.writeString(folder.resolve("b.json"), "{\"Plugins\": {\"Disabled\": [\"x\"]}}");
    ConfigChange change =
        new PluginSwitches(ConfigFiles.firstToLast(List.of(file, second)), List.of())
            .enable(List.of("x"));
    assertThat(change.files()).containsExactly(file, second);
    Files.delete(second);

    assertThatThrownBy(change::write)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("b.json");

    assertThat(file).hasContent(BEFORE);
    assertThat(entries()).containsExactly("agent.json");
  }
}
