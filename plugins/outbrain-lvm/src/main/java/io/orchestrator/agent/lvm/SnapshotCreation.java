package io.orchestrator.agent.lvm;

import java.util.Optional;

/** A way to make a snapshot of the datadir. */
interface SnapshotCreation {
  /** Makes one; empty if it can't be told which it is. */
  Optional<LogicalVolume> create() throws InterruptedException;

  /** Why it would fail now, as far as a look can tell; empty if it would not. */
  Optional<String> problem() throws InterruptedException;
}
