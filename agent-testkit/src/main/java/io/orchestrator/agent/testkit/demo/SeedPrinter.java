package io.orchestrator.agent.testkit.demo;

import io.orchestrator.agent.testkit.orchestrator.SeedEvent;
import io.orchestrator.agent.testkit.orchestrator.SeedProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints a seed's steps, and how far it is: a bar on a terminal, else a line now and then. */
final class SeedPrinter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final String INDENT = " ".repeat("HH:mm:ss.SSS  ".length());
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);
  private static final int BAR = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final ZoneId zone;
  private Instant firstLook = Instant.MAX;
  private Instant lastLine = Instant.MIN;
  private boolean barOpen;
  private boolean full;

  SeedPrinter(PrintStream out, boolean terminal, ZoneId zone) {
    this.out = out;
    this.terminal = terminal;
    this.zone = zone;
  }

  void print(SeedEvent event) {
    event.progress().ifPresentOrElse(progress -> look(event.time(), progress), () -> step(event));
  }

  /** Ends a bar, so that what follows begins on a line of its own. */
  void endBar() {
    if (barOpen) {
      out.println();
      barOpen = false;
    }
  }

  private void step(SeedEvent event) {
    endBar();
    String failure = event.error().isEmpty() ? "" : ": " + event.error();
    String line = time(event.time()) + event.action() + failure;
    Lines.wrap(line, INDENT).forEach(out::println);
    out.flush();
  }

  private void look(Instant time, SeedProgress progress) {
    firstLook = firstLook.isAfter(time) ? time : firstLook;
    String line = time(time) + bar(progress.percent()) + figures(time, progress);
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, Lines.WIDTH - 1 - line.length())));
      barOpen = true;
    } else if ((!full && progress.percent() >= 100)
        || !time.isBefore(lastLine.plus(BETWEEN_LINES))) {
      out.println(line);
      lastLine = time;
      full = progress.percent() >= 100;
    }
    out.flush();
  }

  private static String bar(long percent) {
    int full = (int) (Math.min(percent, 100) * BAR / 100);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
  }

  private String figures(Instant time, SeedProgress progress) {
    double seconds = Duration.between(firstLook, time).toMillis() / 1e3;
    String rate =
        seconds < 0.1 ? "" : ", " + Lines.size((long) (progress.copied() / seconds)) + "/s";
    return String.format(Locale.ROOT, "%3d %%  ", progress.percent())
        + Lines.size(progress.copied())
        + " of "
        + Lines.size(progress.size())
        + rate;
  }

  private String time(Instant time) {
    return TIME.format(time.atZone(zone)) + "  ";
  }
}
