package io.orchestrator.agent.testkit.demo;

import io.orchestrator.agent.testkit.orchestrator.AgentCall;
import io.orchestrator.agent.testkit.orchestrator.AgentCallException;
import io.orchestrator.agent.testkit.orchestrator.SeedOutcome;
import io.orchestrator.agent.testkit.orchestrator.SeedPace;
import io.orchestrator.agent.testkit.orchestrator.SeedRun;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** {@code orchestrate}: waits for two agents and seeds one from the other. */
final class Orchestrate {
  private static final int TAIL = 5;

  private final PrintStream out;
  private final boolean terminal;

  Orchestrate(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  int run(List<String> words) throws IOException, InterruptedException {
    Arguments arguments =
        new Arguments(
            words,
            Set.of(
                "--listen",
                "--source",
                "--target",
                "--poll-ms",
                "--wait-ms",
                "--register-seconds",
                "--seconds-file"),
            Set.of());
    arguments.operands(0);
    String target = arguments.required("--target");
    String source = arguments.required("--source");
    if (target.equals(source)) {
      throw new UsageException("--source and --target must be different hosts");
    }
    Duration limit = Duration.ofSeconds(arguments.number("--register-seconds", 60));
    SeedPace pace =
        new SeedPace(
            Duration.ofMillis(arguments.number("--poll-ms", 500)),
            Duration.ofMillis(arguments.number("--wait-ms", 2000)));
    InetSocketAddress listen = address(arguments.required("--listen"));
    try (StandInOrchestrator orchestrator =
        new StandInOrchestrator(listen, new AgentCall(), true)) {
      out.println("stand-in orchestrator listens at " + orchestrator.url());
      out.flush();
      orchestrator.awaitAgent(source, limit);
      orchestrator.awaitAgent(target, limit);
      out.println("both agents have registered: " + orchestrator.agents());
      SeedOutcome outcome = seed(orchestrator, pace, target, source);
      if (arguments.has("--seconds-file")) {
        Files.writeString(Path.of(arguments.required("--seconds-file")), seconds(outcome) + "\n");
      }
      return outcome.successful() ? 0 : 1;
    } catch (TimeoutException late) {
      out.println(late.getMessage());
      return 1;
    }
  }

  private SeedOutcome seed(
      StandInOrchestrator orchestrator, SeedPace pace, String target, String source)
      throws InterruptedException {
    SeedPrinter printer = new SeedPrinter(out, terminal, ZoneId.systemDefault());
    SeedOutcome outcome;
    try {
      outcome = new SeedRun(orchestrator, pace, printer::print).run(target, source);
    } finally {
      printer.endBar();
    }
    String took = seconds(outcome) + " s";
    if (outcome.successful()) {
      out.println("seed " + outcome.seedId() + " succeeded in " + took);
      return outcome;
    }
    Lines.wrap("seed " + outcome.seedId() + " failed after " + took + ": " + outcome.reason(), "  ")
        .forEach(out::println);
    printErrorLog(orchestrator, target);
    return outcome;
  }

  private static String seconds(SeedOutcome outcome) {
    return String.format(Locale.ROOT, "%.1f", outcome.took().toMillis() / 1e3);
  }

  /** Agents leave their reasons at the end of MySQL's error log, as the server passes none on. */
  private void printErrorLog(StandInOrchestrator orchestrator, String target) {
    try {
      List<String> lines = orchestrator.info(target).errorLogTail();
      out.println("last lines of mysql-error-log-tail on " + target + ":");
      lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).stream()
          .flatMap(line -> Lines.wrap(line, "  ").stream())
          .forEach(out::println);
    } catch (AgentCallException gone) {
      out.println(gone.getMessage());
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new UsageException("--listen must be ADDRESS:PORT, not " + text);
    }
    long port = Arguments.number("the port of --listen", text.substring(colon + 1));
    if (port > 65535) {
      throw new UsageException("the port of --listen must not be over 65535");
    }
    return new InetSocketAddress(text.substring(0, colon).replaceAll("^\\[|\\]$", ""), (int) port);
  }
}
