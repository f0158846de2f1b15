package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract inside of a test. */
final class ContractRun {
  private ContractRun() {}

  /** The names of the tests that fail, of all in the class. */
  static Set<String> failuresOf(Class<?> contract) {
    return failuresOf(new DiscoverySelector[] {selectClass(contract)});
  }

  /** The names of the tests that fail, of those given. */
  static Set<String> failuresOf(Class<?> contract, String... tests) {
    return failuresOf(
        Arrays.stream(tests)
            .map(test -> selectMethod(contract, test))
            .toArray(DiscoverySelector[]::new));
  }

  /**
   * Requires that of these tests only the first fails.
   *
   * @param clause the name of the test that shows the defect
   * @param others the names of tests that the defect does not touch
   * @return what the author of the plugin gets to read
   */
  static String complaintOf(Class<?> contract, String clause, String... others) {
    Map<String, String> complaints =
        complaintsOf(
            Stream.concat(Stream.of(clause), Arrays.stream(others))
                .map(test -> selectMethod(contract, test))
                .toArray(DiscoverySelector[]::new));
    assertThat(complaints).containsOnlyKeys(clause);
    return String.valueOf(complaints.get(clause));
  }

  private static Set<String> failuresOf(DiscoverySelector... selectors) {
    return new TreeSet<>(complaintsOf(selectors).keySet());
  }

  private static Map<String, String> complaintsOf(DiscoverySelector... selectors) {
    Map<String, String> failed = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectors)
        .execute()
        .allEvents()
        .failed()
        .stream()
        .forEach(
            event ->
                failed.put(
                    event.getTestDescriptor().getDisplayName().replace("()", ""),
                    event
                        .getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(Throwable::getMessage)
                        .orElse("")));
    return failed;
  }
}
