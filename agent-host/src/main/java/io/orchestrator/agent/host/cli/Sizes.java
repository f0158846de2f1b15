package io.orchestrator.agent.host.cli;

import java.util.Locale;

/** Sizes for people. */
final class Sizes {
  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  /** Such as "1.5 GiB"; powers of 1024. */
  static String text(long bytes) {
    double size = bytes;
    int unit = -1;
    while (size >= 1024 && unit < UNITS.length() - 1) {
      size /= 1024;
      unit++;
    }
    return unit < 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %siB", size, UNITS.charAt(unit));
  }
}
