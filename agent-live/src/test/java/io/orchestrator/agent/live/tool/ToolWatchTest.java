package io.orchestrator.agent.live.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ToolWatchTest {
  @Test
  void passesOnWhatAToolSaysWhileItRuns() throws Exception {
    List<String> phases = new CopyOnWriteArrayList<>();
    try (RunningCommand echo = new ProcessRunner(false).start(Command.shell("cat >&2"));
        ToolWatch watch = new ToolWatch(echo, ToolWatchTest::phase, phases::add)) {
      watch.start();
      say(echo, "copying a\nnoise\n");
      await().until(() -> phases.contains("copying a"));
      say(echo, "copying b\n");
      await().until(() -> phases.contains("copying b"));
    }
    assertThat(phases).containsExactly("copying a", "copying b");
  }

  private static void say(RunningCommand echo, String text) throws Exception {
    echo.stdin().write(text.getBytes(StandardCharsets.UTF_8));
    echo.stdin().flush();
  }

  private static Optional<String> phase(String line) {
    return Optional.of(line).filter(text -> text.startsWith("copying"));
  }
}
