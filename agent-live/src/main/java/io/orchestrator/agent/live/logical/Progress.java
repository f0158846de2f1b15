package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.seed.Transfer;

/** Tells the host how far a seed is. Usable from any thread. */
public final class Progress {
  private final Transfer transfer;
  private long bytes;
  private long steps;

  /** Tells it to this host. */
  public Progress(Transfer transfer) {
    this.transfer = transfer;
  }

  /** So many more bytes have come or gone. */
  public synchronized void bytes(long more) {
    bytes += more;
    transfer.transferred(bytes + steps);
  }

  /** Work goes on. It counts as a byte: a seed whose number stands still is taken for dead. */
  public synchronized void step() {
    steps++;
    transfer.transferred(bytes + steps);
  }

  /** What came or went. */
  public synchronized long transferred() {
    return bytes;
  }
}
