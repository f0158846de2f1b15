package io.orchestrator.agent.api.seed;

import java.util.Objects;

/**
 * A place in a server's binary log.
 *
 * @param file the log's name without a folder: letters, digits, dots, dashes and underscores, at
 *     most 255
 * @param position in bytes, 4 or more, since a log begins with a magic number
 */
public record BinaryLogPosition(String file, long position) {
  private static final long FIRST = 4;

  /** Refuses what can't be one: it ends up in a statement. */
  public BinaryLogPosition {
    Objects.requireNonNull(file, "file");
    if (!file.matches("[A-Za-z0-9._-]{1,255}")) {
      throw new IllegalArgumentException("this is no binary log's name");
    }
    if (position < FIRST) {
      throw new IllegalArgumentException("position is " + position);
    }
  }
}
