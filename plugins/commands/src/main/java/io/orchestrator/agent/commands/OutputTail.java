package io.orchestrator.agent.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads a command's output, so that it does not stand still, and keeps the last of it. */
final class OutputTail implements Runnable {
  private static final int KEPT = 4096;
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private final InputStream in;
  private final Thread thread = new Thread(this, "seed-command-output");
  private String tail = "";

  private OutputTail(InputStream in) {
    this.in = in;
  }

  static OutputTail of(InputStream in) {
    OutputTail output = new OutputTail(in);
    output.thread.setDaemon(true);
    output.thread.start();
    return output;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[KEPT];
    try {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        add(new String(buffer, 0, length, StandardCharsets.UTF_8));
      }
    } catch (IOException ended) {
      add("");
    }
  }

  private synchronized void add(String text) {
    String all = tail + text;
    tail = all.substring(Math.max(0, all.length() - KEPT));
  }

  /** The end of what it wrote, once the command has ended. */
  String text() throws InterruptedException {
    thread.join(PATIENCE_MILLIS);
    synchronized (this) {
      return tail;
    }
  }
}
