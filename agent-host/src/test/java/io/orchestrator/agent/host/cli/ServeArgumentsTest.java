package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeArgumentsTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "-verbose", "--verbose", "serve -verbose"})
  void serveWithTheUsualFilesAndLevel(String line) {
    assertThat(parse(line)).hasValue(new ServeArguments(Optional.empty(), "INFO", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-config a.json",
        "-config=a.json",
        "--config a.json",
        "--config=a.json",
        "-c a.json",
        "serve -config a.json",
        "-config a.json serve"
      })
  void takeTheConfigurationFileInEachSpelling(String line) {
    assertThat(parse(line).orElseThrow().config()).hasValue(Path.of("a.json"));
  }

  @Test
  void takeAFileNameThatLooksLikeACommand() {
    assertThat(parse("-config serve").orElseThrow().config()).hasValue(Path.of("serve"));
  }

  @Test
  void takeEqualSignsInTheFileName() {
    assertThat(parse("-config=a=b.json").orElseThrow().config()).hasValue(Path.of("a=b.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-debug", "--debug", "-debug -verbose", "-verbose -debug"})
  void logMoreWithDebug(String line) {
    assertThat(parse(line).orElseThrow().logLevel()).isEqualTo("DEBUG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-stack", "--stack", "serve -debug -stack"})
  void logStackTracesWithStack(String line) {
    assertThat(parse(line).orElseThrow().stackTraces()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "help",
        "config check",
        "-config a.json config check",
        "-config",
        "-unknown",
        "-debug=x",
        "serve serve",
        "serve extra"
      })
  void areNotThereForOtherCommandsAndMistakes(String line) {
    assertThat(parse(line)).isEmpty();
  }

  private static Optional<ServeArguments> parse(String line) {
    return ServeArguments.parse(line.isEmpty() ? new String[0] : line.split(" ", -1));
  }
}
