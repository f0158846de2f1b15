package io.orchestrator.agent.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Sets what is logged, over what conf/logback.xml says. */
public final class Logging {
  private Logging() {}

  /**
   * Logs from this level on.
   *
   * @param level such as DEBUG
   */
  public static void level(String level) {
    if (LoggerFactory.getLogger("io.orchestrator.agent") instanceof Logger agent) {
      agent.setLevel(Level.toLevel(level));
    }
  }
}
