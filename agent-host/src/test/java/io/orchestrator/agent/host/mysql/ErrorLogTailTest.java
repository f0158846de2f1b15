package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.command.ScriptedCommands;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLogTailTest {
  @TempDir Path folder;

  @Test
  void showsTheLastTwentyLinesOldestFirst() throws Exception {
    assertThat(tailOf(lines(1, 100, ""))).hasSize(20).startsWith("line 81 ").endsWith("line 100 ");
  }

  @Test
  void showsFewerLinesOfAShortLog() throws Exception {
    assertThat(tailOf("one\r\ntwo\n\nthree")).containsExactly("one", "two", "", "three");
    assertThat(tailOf("")).isEmpty();
  }

  @Test
  void looksFurtherBackForLongLines() throws Exception {
    String long1500 = "x".repeat(1500);

    assertThat(tailOf(lines(1, 100, long1500))).hasSize(20).startsWith("line 81 " + long1500);
  }

  @Test
  void looksBackNoFurtherThan256KiB() throws Exception {
    List<String> tail = tailOf(lines(1, 100, "x".repeat(50_000)));

    assertThat(tail).hasSizeBetween(5, 6);
    assertThat(tail.get(tail.size() - 1)).startsWith("line 100 ");
  }

  @Test
  void cutsLinesAt2000Characters() throws Exception {
    assertThat(tailOf("a" + "b".repeat(5000) + "\n").get(0)).hasSize(2000).startsWith("ab");
  }

  @Test
  void replacesWhatIsNoText() throws Exception {
    Path log = Files.write(folder.resolve("log"), new byte[] {'a', (byte) 0xff, 'b', '\n'});

    assertThat(tail(Optional.of(log)).lines()).containsExactly("a\uFFFDb");
  }

  @Test
  void showsNothingWithoutALog() throws Exception {
    assertThat(tail(Optional.empty()).lines()).isEmpty();
    assertThat(tail(Optional.of(folder.resolve("absent"))).lines()).isEmpty();
  }

  @Test
  void showsNothingOfWhatIsNoRegularFile() throws Exception {
    assertThat(tail(Optional.of(Path.of("/dev/zero"))).lines()).isEmpty();
  }

  private List<String> tailOf(String text) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Files.writeString(log, text, StandardCharsets.UTF_8);
    return tail(Optional.of(log)).lines();
  }

  private static ErrorLogTail tail(Optional<Path> log) {
    FakeMySqlFacts facts = FakeMySqlFacts.of(Path.of("/data"));
    return new ErrorLogTail(
        log.map(facts::withErrorLog).orElse(facts), new ScriptedCommands(), false);
  }

  private static String lines(int first, int last, String more) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "line " + number + " " + more + "\n")
        .collect(Collectors.joining());
  }
}
