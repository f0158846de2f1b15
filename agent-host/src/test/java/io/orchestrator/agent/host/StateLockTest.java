package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateLockTest {
  @TempDir Path folder;

  @Test
  void refusesASecondAgentUntilTheFirstEnds() throws IOException, InterruptedException {
    Path state = folder.resolve("state");
    Process first = agent(state);
    try (BufferedReader said = first.inputReader()) {
      assertThat(said.readLine()).isEqualTo("locked");

      assertThatThrownBy(() -> StateLock.acquire(state))
          .isInstanceOfSatisfying(
              AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
          .hasMessageContaining("Another agent uses the state directory " + state);
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThatCode(() -> StateLock.acquire(state).close()).doesNotThrowAnyException();
  }

  @Test
  void canBeTakenAgainWhenClosed() throws IOException {
    StateLock.acquire(folder).close();

    assertThatCode(() -> StateLock.acquire(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void saysThatTheDirectoryCanNotBeUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> StateLock.acquire(file.resolve("state")))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("StateDirectory must be a directory");
  }

  private static Process agent(Path state) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            state.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Another process that holds the lock until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      try (StateLock lock = StateLock.acquire(Path.of(arguments[0]))) {
        System.out.println("locked");
        int unused = System.in.read();
        System.out.println("released " + lock);
      }
    }
  }
}
