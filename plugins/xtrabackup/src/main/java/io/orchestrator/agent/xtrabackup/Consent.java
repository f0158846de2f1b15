package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The target's word to the source before that begins: that it still makes room, as often as it
 * likes, and at last that the copy may come. Each word is a sign of life on both sides.
 */
final class Consent {
  private static final int WORKING = 'W';
  private static final int GO = 'G';

  private final Transfer transfer;
  private final OutputStream wire;
  private long words;

  /** The target's side. */
  Consent(Transfer transfer) {
    this.transfer = transfer;
    this.wire = transfer.wireReceiver().output();
  }

  void working() throws IOException {
    wire.write(WORKING);
    wire.flush();
    words++;
    transfer.transferred(words);
  }

  /** The source has said that it works. */
  void heard() {
    words++;
    transfer.transferred(words);
  }

  void give() throws IOException, InterruptedException {
    if (Thread.interrupted()) { // or the source would begin for nothing
      throw new InterruptedException();
    }
    wire.write(GO);
    wire.flush();
  }

  /**
   * The source's side: returns when the copy may begin.
   *
   * @param said how many words of its own have counted as signs of life
   */
  static void await(Transfer transfer, long said) throws IOException {
    transfer.phase("waiting until the target has room");
    InputStream wire = transfer.wireSender().input();
    long words = said;
    int word = wire.read();
    while (word == WORKING) {
      words++;
      transfer.transferred(words);
      word = wire.read();
    }
    if (word != GO) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The target did not say that the copy may come: install the same version on both hosts");
    }
  }
}
