package io.orchestrator.agent.live.tool;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class Megabytes {
  private static final double MEGA = 1e6;

  private Megabytes() {}

  /** Such as "1,234.5 MB". */
  public static String text(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / MEGA);
  }
}
