package io.orchestrator.agent.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.orchestrator.SeedEvent;
import io.orchestrator.agent.testkit.orchestrator.SeedProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedPrinterTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void printsAStepInOneLine() {
    printer(false).print(step("mounting", ""));

    assertThat(output()).isEqualTo("03:04:05.678  mounting\n");
  }

  @Test
  void wrapsALongReasonAndKeepsAllOfIt() {
    printer(false).print(step("mounting", "no ".repeat(60) + "end\u001b[2J"));

    assertThat(output().lines()).hasSize(3).allMatch(line -> line.length() <= 100);
    assertThat(output().split("\\bno\\b", -1)).hasSize(61);
    assertThat(output()).contains("end").doesNotContain("\u001b");
  }

  @Test
  void drawsABarOverItselfOnATerminal() {
    SeedPrinter printer = printer(true);
    printer.print(look(0, 0));
    printer.print(look(2, 500_000_000));
    printer.print(step("finishing", ""));

    assertThat(output().split("\r", -1)).hasSize(3);
    assertThat(output())
        .contains("[###############---------------]  50 %  500 MB of 1.00 GB, 250 MB/s")
        .contains("\n03:04:05.678  finishing\n");
    assertThat(output().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void printsALineEveryFewSecondsElsewhere() {
    SeedPrinter printer = printer(false);
    for (int second = 0; second <= 6; second++) {
      printer.print(look(second, second));
    }

    assertThat(output().lines()).hasSize(3);
    assertThat(output()).doesNotContain("\r");
  }

  @Test
  void printsTheFirstFullBarAtOnce() {
    SeedPrinter printer = printer(false);
    printer.print(look(0, 1));
    printer.print(look(1, 1_000_000_000));
    printer.print(look(2, 1_000_000_000));

    assertThat(output().lines()).hasSize(2).last().asString().contains("100 %");
  }

  private SeedPrinter printer(boolean terminal) {
    return new SeedPrinter(
        new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, ZoneOffset.UTC);
  }

  private static SeedEvent step(String action, String error) {
    return new SeedEvent(START, action, error, Optional.empty());
  }

  private static SeedEvent look(int second, long copied) {
    SeedProgress progress = new SeedProgress(copied, 1_000_000_000);
    return new SeedEvent(START.plusSeconds(second), "copied", "", Optional.of(progress));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
