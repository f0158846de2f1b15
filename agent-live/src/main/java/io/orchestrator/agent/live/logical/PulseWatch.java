package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The source's ear for its target's {@link Pulse}. A beat counts as progress while the source waits
 * for the target, and only then: a source that waits for its own server has to show work itself.
 */
public final class PulseWatch {
  private final InputStream wire;
  private final Progress progress;
  private volatile boolean waiting;

  /** Listens to the wire. */
  public PulseWatch(InputStream wire, Progress progress) {
    this.wire = wire;
    this.progress = progress;
  }

  /** What the source writes to, and waits for the target by: for one thread. */
  public OutputStream around(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        waiting = true;
        out.write(bytes, offset, length);
        waiting = false;
      }

      @Override
      public void flush() throws IOException {
        waiting = true;
        out.flush();
        waiting = false;
      }

      @Override
      public void close() throws IOException {
        // From now on the target's end is waited for.
        waiting = true;
        out.close();
      }
    };
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
        if (waiting) {
          progress.step();
        }
      }
    } catch (IOException | RuntimeException ended) {
      // Who writes to the wire is told as well, and can say it.
    }
  }
}
