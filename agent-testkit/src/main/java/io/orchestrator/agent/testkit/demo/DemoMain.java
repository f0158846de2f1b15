package io.orchestrator.agent.testkit.demo;

import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeTotals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program behind the demonstration script. */
public final class DemoMain {
  private static final long SEED = 20260101;
  private static final String USAGE =
      """
      usage: generate DIR BYTES
             orchestrate --listen ADDRESS:PORT --source HOST --target HOST
                         [--poll-ms N] [--wait-ms N] [--register-seconds N]
                         [--seconds-file FILE]
             compare SOURCE TARGET [--seconds]
      """;

  private final PrintStream out;
  private final boolean terminal;

  DemoMain(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Exits with 0 for success, 1 for a failure and 2 for a wrong command line. */
  public static void main(String[] words) {
    Thread main = Thread.currentThread();
    CountDownLatch finished = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, finished), "stop"));
    int status = 1;
    try {
      status = new DemoMain(System.out, onTerminal()).run(List.of(words));
    } catch (InterruptedException stopped) {
      System.out.println("stopped");
    } finally {
      finished.countDown();
    }
    System.exit(status);
  }

  /**
   * Asks Linux, as System.console() also wants input from a terminal, and is there always from 22.
   */
  private static boolean onTerminal() {
    try {
      String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return false;
    }
  }

  /** On a signal the main thread still closes what it opened. */
  private static void stop(Thread main, CountDownLatch finished) {
    main.interrupt();
    try {
      if (!finished.await(2, TimeUnit.SECONDS)) {
        System.out.println("stopped while an agent was being called");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  int run(List<String> words) throws InterruptedException {
    try {
      return dispatch(words);
    } catch (UsageException wrong) {
      out.println(wrong.getMessage());
      out.print(USAGE);
      return 2;
    } catch (IOException broken) {
      Lines.wrap(String.valueOf(broken), "  ").forEach(out::println);
      return 1;
    }
  }

  private int dispatch(List<String> words) throws IOException, InterruptedException {
    if (words.isEmpty()) {
      throw new UsageException("which command?");
    }
    List<String> rest = words.subList(1, words.size());
    return switch (words.get(0)) {
      case "generate" -> generate(rest);
      case "orchestrate" -> new Orchestrate(out, terminal).run(rest);
      case "compare" -> new Compare(out).run(rest);
      default -> throw new UsageException("unknown command " + words.get(0));
    };
  }

  private int generate(List<String> words) throws IOException {
    List<String> operands = new Arguments(words, Set.of(), Set.of()).operands(2);
    long bytes = Arguments.number("BYTES", operands.get(1));
    TreeTotals totals = new DatadirGenerator(SEED).generate(Path.of(operands.get(0)), bytes);
    out.println(totals.bytes() + " bytes, " + totals.files() + " files");
    return 0;
  }
}
