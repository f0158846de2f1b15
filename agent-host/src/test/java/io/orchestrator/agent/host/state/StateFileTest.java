package io.orchestrator.agent.host.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  @TempDir Path folder;
  private Path path;
  private StateFile<Map<String, Integer>> file;

  @BeforeEach
  void name() {
    path = folder.resolve("state.json");
    file = new StateFile<>(path, new TypeReference<>() {});
  }

  @Test
  void isEmptyWithoutAFile() {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void readsWhatWasWritten() {
    file.write(Map.of("a", 1));
    file.write(Map.of("b", 2));

    assertThat(file.read()).hasValue(Map.of("b", 2));
  }

  @Test
  void isEmptyAgainWhenDeleted() {
    file.write(Map.of("a", 1));

    file.delete();
    file.delete();

    assertThat(file.read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\": 1", "[]", "null", "{\"a\": \"x\"}"})
  void saysWhichFileIsDamagedAndWhatToDo(String damaged) throws IOException {
    Files.writeString(path, damaged);

    assertThatThrownBy(file::read)
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED))
        .hasMessageContaining(path.toString())
        .hasMessageContaining("look at it, then move it away");
  }

  /** What can't be looked at must not pass for "nothing is marked". */
  @Test
  void doesNotTakeAnUnreadableFileForNone() throws IOException {
    Path notADirectory = Files.createFile(folder.resolve("file"));
    StateFile<String> unreadable =
        new StateFile<>(notADirectory.resolve("state.json"), new TypeReference<>() {});

    assertThatThrownBy(unreadable::read)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Could not read the state file " + notADirectory);
  }

  @Test
  void saysThatAWriteFailed() {
    StateFile<String> lost =
        new StateFile<>(folder.resolve("absent/state.json"), new TypeReference<>() {});

    assertThatThrownBy(() -> lost.write("x"))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED))
        .hasMessageContaining("StateDirectory");
  }
}
