package io.orchestrator.agent.host.http;

import java.io.IOException;
import java.io.OutputStream;

/** What a handler answers: 200 with this, as JSON. */
sealed interface Answer {
  /** A value that becomes JSON. */
  record Json(Object value) implements Answer {}

  /**
   * A JSON string, too large for the memory, that is written as it is made; of letters that need no
   * escape.
   */
  record LongText(Writer writer) implements Answer {}

  /** A value with another status than 200. */
  record Status(int status, Object value) implements Answer {}

  /** Writes the text. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static Answer json(Object value) {
    return new Json(value);
  }
}
