package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Gives what arrives to the program that unpacks it. */
final class Feed {
  private final OutputStream program;
  private final Transfer transfer;
  private long bytes;
  private boolean tookAll = true;

  Feed(OutputStream program, Transfer transfer) {
    this.program = program;
    this.transfer = transfer;
  }

  /**
   * All of it, and then the end of its input.
   *
   * @throws IOException if reading fails; that the program does not read on is for its end to tell
   */
  void all(InputStream data, int bufferSize) throws IOException {
    byte[] buffer = new byte[bufferSize];
    for (int length = data.read(buffer); length >= 0 && tookAll; length = data.read(buffer)) {
      give(buffer, length);
      bytes += length;
      transfer.transferred(bytes);
    }
    if (tookAll) {
      end();
    }
  }

  private void give(byte[] buffer, int length) {
    try {
      program.write(buffer, 0, length);
    } catch (IOException closed) {
      tookAll = false;
    }
  }

  private void end() {
    try {
      program.close();
    } catch (IOException closed) {
      tookAll = false;
    }
  }

  long bytes() {
    return bytes;
  }

  boolean tookAll() {
    return tookAll;
  }
}
