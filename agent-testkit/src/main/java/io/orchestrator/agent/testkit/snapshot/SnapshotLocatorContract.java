package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotLocator.Scope;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What {@link SnapshotLocator} promises; a plugin's test extends it. */
public abstract class SnapshotLocatorContract extends ExtensionContract {
  /** For subclasses. */
  protected SnapshotLocatorContract() {}

  /** A locator that knows at least one host in its data centre, and at least one elsewhere. */
  protected abstract SnapshotLocator locator() throws Exception;

  /** A locator that knows no host. */
  protected abstract SnapshotLocator locatorWithoutHosts() throws Exception;

  /** Can it fail to find out? False if it looks nowhere; say so where it is overridden. */
  protected boolean supportsFailure() {
    return true;
  }

  /**
   * A locator that can't find out, because its command, file or service fails. Needed unless {@link
   * #supportsFailure()} is false.
   */
  protected SnapshotLocator failingLocator() throws Exception {
    throw new AssertionError("Override failingLocator(), or supportsFailure() with a reason");
  }

  @Override
  protected final AgentExtension extension() throws Exception {
    return locator();
  }

  @Test
  void namesHostsInBothScopes() throws Exception {
    for (Scope scope : Scope.values()) {
      List<String> hosts = locator().hosts(scope);
      assertThat(hosts).as("hosts(" + scope + ") must not be null").isNotNull();
      assertThat(hosts).as("hosts(" + scope + ") must name the hosts that it knows").isNotEmpty();
    }
  }

  @Test
  void namesHostsAsTheirAgentsRegister() throws Exception {
    for (Scope scope : Scope.values()) {
      assertThat(locator().hosts(scope))
          .as(
              "hosts(%s) must be host names without blanks, ports or empty lines: orchestrator"
                  + " compares them with the registered names",
              scope)
          .allMatch(host -> host.matches("[A-Za-z0-9._-]+"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void countsTheLocalHostsAmongAll() throws Exception {
    SnapshotLocator locator = locator();
    assertThat(locator.hosts(Scope.ALL))
        .as("hosts(ALL) must have those of this data centre as well")
        .containsAll(locator.hosts(Scope.LOCAL));
  }

  @Test
  void tellsTheScopesApart() throws Exception {
    SnapshotLocator locator = locator();
    assertThat(locator.hosts(Scope.LOCAL))
        .as("hosts(LOCAL) must leave out the hosts of other data centres")
        .hasSizeLessThan(locator.hosts(Scope.ALL).size());
  }

  @Test
  void findsNoHostsWithoutAnError() throws Exception {
    for (Scope scope : Scope.values()) {
      assertThat(locatorWithoutHosts().hosts(scope))
          .as("hosts(" + scope + ") where there is none must be empty, not null and no error")
          .isNotNull()
          .isEmpty();
    }
  }

  @Test
  void doesNotTakeAFailureForNoHosts() throws Exception {
    Assumptions.assumeTrue(supportsFailure(), "this locator looks nowhere and so can't fail");
    SnapshotLocator locator = failingLocator();
    for (Scope scope : Scope.values()) {
      assertRefused("hosts(" + scope + ") when it can't be found out", () -> locator.hosts(scope));
    }
  }

  @Test
  void doesNotTakeAnInterruptForAFailure() throws Exception {
    SnapshotLocator locator = locator();
    for (Scope scope : Scope.values()) {
      String outcome = "hosts";
      Thread.currentThread().interrupt();
      try {
        locator.hosts(scope);
      } catch (InterruptedException asPromised) {
        outcome = "InterruptedException";
      } catch (RuntimeException other) {
        outcome = other.toString();
      } finally {
        Thread.interrupted();
      }
      assertThat(outcome)
          .as(
              "hosts(%s) on an interrupted thread must throw InterruptedException, or not notice",
              scope)
          .isIn("hosts", "InterruptedException");
    }
  }
}
