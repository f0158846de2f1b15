package io.orchestrator.agent.live.frame;

import java.util.Arrays;
import java.util.Optional;

/** What a frame is; the wire has its letter. */
public enum FrameType {
  /** The first frame: what is sent, and what it needs. Fields. */
  HEADER('H'),
  /** A file begins. Fields. */
  FILE('F'),
  /** A part of the data. */
  DATA('D'),
  /** The last frame: all is well, and what is known of it. Fields. */
  END('E');

  private final char letter;

  FrameType(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  static Optional<FrameType> of(int letter) {
    return Arrays.stream(values()).filter(type -> type.letter == letter).findFirst();
  }
}
