package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of these tests that runs in a Java of its own. */
final class Forked implements AutoCloseable {
  private final Process process;
  private final Path told;

  /** Starts it; the folder, to which it may write, is its argument. */
  Forked(Class<?> program, Path folder, String... options) throws IOException {
    told = folder.resolve("told");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(program.getName(), folder.toString()));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
  }

  /** What it has told so far. */
  List<String> told() throws IOException {
    return Files.readAllLines(told);
  }

  /** Waits for its end. */
  void requireSuccess() throws Exception {
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    List<String> lines = told();
    assertThat(process.exitValue())
        .as(() -> String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())))
        .isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
