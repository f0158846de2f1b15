package io.orchestrator.agent.lvm;

import java.util.List;
import java.util.Optional;

/** A way to make a snapshot of the datadir. */
interface SnapshotCreation {
  /** Makes one; empty if it can't be told which it is. */
  Optional<LogicalVolume> create() throws InterruptedException;

  /**
   * Why it would fail now, as far as a look can tell; empty if it would not.
   *
   * @param all the volumes that there are
   */
  Optional<String> problem(List<LogicalVolume> all) throws InterruptedException;
}
