package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameInput;
import io.orchestrator.agent.live.frame.FrameOutput;
import io.orchestrator.agent.live.frame.FrameType;
import java.io.IOException;

/**
 * The source's word to the target ahead of the header that it looks at its files still; they may be
 * a million. Each word is a sign of life on both sides.
 */
final class Working {
  private final FrameOutput out;
  private final Transfer transfer;
  private long words;

  Working(FrameOutput out, Transfer transfer) {
    this.out = out;
    this.transfer = transfer;
  }

  void say() throws IOException {
    out.write(FrameType.FILE, Fields.none().with("part", "working"));
    words++;
    transfer.transferred(words);
  }

  long words() {
    return words;
  }

  /** The target's side: takes such words up to what is none. */
  static void hear(FrameInput in, Consent consent) throws IOException {
    while (in.next() == FrameType.FILE) {
      Fields unused = in.read(FrameType.FILE);
      consent.heard();
    }
  }
}
