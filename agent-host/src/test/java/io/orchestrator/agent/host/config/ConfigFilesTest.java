package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFilesTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void namesTheThreePlacesIfThereIsNoFile() {
    assertThatThrownBy(() -> ConfigFiles.standard(folder).read())
        .isInstanceOf(AgentException.class)
        .hasMessageContainingAll(
            "/etc/orchestrator-agent.conf.json",
            folder.resolve("conf/orchestrator-agent.conf.json").toString(),
            folder.resolve("orchestrator-agent.conf.json").toString());
  }

  @Test
  void namesTheOneFileThatDoesNotExist() {
    Path missing = folder.resolve("mine.json");
    assertThatThrownBy(() -> ConfigFiles.only(missing).read())
        .hasMessage("The configuration file " + missing + " does not exist");
  }

  @Test
  void readsThoseThatExistInOrder() throws IOException {
    Path first = file("a.json", "{}");
    Path last = file("c.json", "{}");
    assertThat(ConfigFiles.firstToLast(List.of(first, folder.resolve("b.json"), last)).read())
        .extracting(ConfigFile::path)
        .containsExactly(first, last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"HTTPPort\": 1,}| line 1, column 16: ",
        "{\"A\": 1 # comment| line 1, column 9: ",
        "[]| line 1, column 1: it must be one object",
        "``| it must be one object",
        "{} {}| line 1, column 4: nothing may follow the object",
        "{\"A\": | line 1, column ",
      })
  void saysWhereTheJsonIsWrong(String json, String expected) throws IOException {
    Path file = file("a.json", json == null ? "" : json);
    assertThatThrownBy(() -> ConfigFiles.only(file).read())
        .hasMessageContaining(file + ":\n  * ")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"A\": 1, \"A\": 2}| line 1, column 10: the key A is there twice",
        "{\"Http\": 1, \"HTTP\": [2]}| line 1, column 13: the key HTTP is there twice",
        "{\"A\": null, \"a\": 2}| line 1, column 13: the key a is there twice",
        "{\"A\": {\"B\": 1, \"b\": {\"c\": 2}}}| line 1, column 16: the key b is there twice",
      })
  void notesAKeyThatIsThereTwiceAndReadsOn(String json, String expected) throws IOException {
    Path file = file("a.json", json);
    assertThat(ConfigFiles.only(file).read().get(0).twice()).containsExactly(expected);
  }

  @Test
  void doesNotRepeatATextWhoseQuotesWereForgotten() throws IOException {
    Path file = file("a.json", "{\n  \"HTTPAuthPassword\": hunter2\n}");
    assertThatThrownBy(() -> ConfigFiles.only(file).read())
        .hasMessageContaining("line 2, column ")
        .hasMessageContaining("double quotes")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesEveryFileThatIsWrong() throws IOException {
    Path first = file("a.json", "{");
    Path last = file("b.json", "}");
    assertThatThrownBy(() -> ConfigFiles.firstToLast(List.of(first, last)).read())
        .hasMessageContainingAll(first + ":\n  * line", last + ":\n  * line");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Path file = file("a.json", "{\"A\": \"" + "x".repeat(1 << 20) + "\"}");
    assertThatThrownBy(() -> ConfigFiles.only(file).read()).hasMessageContaining("1 MiB");
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> ConfigFiles.only(folder).read())
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("can't be read");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("a.json"), new byte[] {'{', '"', (byte) 0xe4, '"'});
    assertThatThrownBy(() -> ConfigFiles.only(file).read()).hasMessageContaining("UTF-8");
  }

  @Test
  void skipsComments() throws IOException {
    Path file = file("a.json", "// one\n{\"A\": /* two */ \"//\" /* three\n */ } // four");
    assertThat(ConfigFiles.only(file).read().get(0).values()).isEqualTo(Map.of("A", "//"));
  }

  @Test
  void toleratesAByteOrderMarkAndNulls() throws IOException {
    Path file = file("a.json", "\uFEFF{\"A\": null, \"B\": [1, null]}");
    assertThat(ConfigFiles.only(file).read().get(0).values())
        .containsOnlyKeys("B")
        .containsEntry("B", List.of(1));
  }
}
