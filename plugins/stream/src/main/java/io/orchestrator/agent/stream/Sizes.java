package io.orchestrator.agent.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Numbers and names for people. */
final class Sizes {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};
  private static final int LONGEST_NAME = 300;
  private static final double STEP = 1000;

  private Sizes() {}

  /** "12.3 GB". */
  static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " bytes";
    }
    double value = bytes / STEP;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** "1 min 47 s". */
  static String of(Duration time) {
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  /** A name that comes from anywhere, fit for a log. */
  static String name(Path path) {
    String text = path.toString().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
  }
}
