package io.orchestrator.agent.testkit.vm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes each result as soon as it is there: the machine may die with the next test. */
final class VmResultWriter implements TestExecutionListener {
  private final ObjectMapper json = new ObjectMapper();
  private final Writer lines;
  private final Map<String, Long> begun = new ConcurrentHashMap<>();
  private Optional<TestPlan> plan = Optional.empty();

  VmResultWriter(Writer lines) {
    this.lines = lines;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan tests) {
    plan = Optional.of(tests);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begun.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    write(test, "SKIPPED", reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    // A class shows up only if something is wrong with it as a whole.
    if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      write(
          test,
          result.getStatus().name(),
          result.getThrowable().map(VmResultWriter::trace).orElse(""));
    }
  }

  private void write(TestIdentifier test, String outcome, String details) {
    long nanos = System.nanoTime() - begun.getOrDefault(test.getUniqueId(), System.nanoTime());
    try {
      lines.write(
          json.writeValueAsString(new VmResult(path(test), outcome, details, nanos / 1_000_000)));
      lines.write('\n');
      lines.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> path(TestIdentifier test) {
    Deque<String> names = new ArrayDeque<>();
    Optional<TestIdentifier> at = Optional.of(test);
    while (at.isPresent() && at.get().getParentId().isPresent()) {
      names.addFirst(at.get().getDisplayName());
      TestIdentifier child = at.get();
      at = plan.flatMap(tests -> tests.getParent(child));
    }
    return List.copyOf(names);
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
