package io.orchestrator.agent.testkit.selftest;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

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

  private static Set<String> failuresOf(DiscoverySelector... selectors) {
    Set<String> failed = new TreeSet<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectors)
        .execute()
        .allEvents()
        .failed()
        .stream()
        .map(Event::getTestDescriptor)
        .forEach(test -> failed.add(test.getDisplayName().replace("()", "")));
    return failed;
  }
}
