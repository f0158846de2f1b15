package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/** The source's ear for its target's {@link Pulse}. */
public final class PulseWatch {
  private final InputStream wire;
  private final Progress progress;

  /** Each beat counts as progress. */
  public PulseWatch(InputStream wire, Progress progress) {
    this.wire = wire;
    this.progress = progress;
  }

  /**
   * Waits until the target is ready, and listens on from then on, until the connection ends.
   *
   * @throws AgentException the target's reason, if it refuses
   */
  public void awaitReady() throws IOException {
    int said = wire.read();
    while (said == Pulse.PREPARING) {
      progress.step();
      said = wire.read();
    }
    if (said != Pulse.BEAT) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "The target answered what this version of the transport does not understand");
    }
    Thread thread = new Thread(this::listen, "seed-pulse-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      while (wire.read() >= 0) {
        progress.step();
      }
    } catch (IOException | RuntimeException ended) {
      // Who writes to the wire is told as well, and can say it.
    }
  }
}
