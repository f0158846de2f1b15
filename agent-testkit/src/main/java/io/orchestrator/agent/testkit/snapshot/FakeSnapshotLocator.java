package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import java.util.List;

/** Knows the hosts that a test gives it. */
public class FakeSnapshotLocator implements SnapshotLocator {
  private final List<String> local;
  private final List<String> all;

  /**
   * A locator of these hosts.
   *
   * @param local those of this data centre
   * @param all those and others
   */
  public FakeSnapshotLocator(List<String> local, List<String> all) {
    this.local = List.copyOf(local);
    this.all = List.copyOf(all);
  }

  @Override
  public String name() {
    return "fake-locator";
  }

  @Override
  public CheckResult check() {
    return CheckResult.usable(all.size() + " hosts");
  }

  @Override
  public List<String> hosts(Scope scope) throws InterruptedException {
    return scope == Scope.LOCAL ? local : all;
  }
}
