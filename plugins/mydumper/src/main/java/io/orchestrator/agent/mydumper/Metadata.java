package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What mydumper writes down beside its files. */
final class Metadata {
  private static final String FINISHED = "Finished dump at:";

  private static final Pattern OWN_LOG =
      Pattern.compile(
          "SHOW MASTER STATUS:\\s*Log:\\s*(\\S+)\\s*Pos:\\s*(\\d{1,18})\\s*GTID:"
              // One of several lines has a comma at the end of each but the last.
              + "((?:[^\\n]*,\\s*\\n)*[^\\n]*)");

  private final String text;

  Metadata(String text) {
    this.text = text;
  }

  /** Has mydumper come to its end? */
  boolean isFinished() {
    return text.contains(FINISHED);
  }

  /** Where the server's own binary log was. */
  Optional<BinaryLogPosition> position() {
    Matcher log = OWN_LOG.matcher(text);
    return log.find()
        ? Optional.of(new BinaryLogPosition(log.group(1), Long.parseLong(log.group(2))))
        : Optional.empty();
  }

  /** What the server had executed. */
  Optional<String> gtidSet() {
    Matcher log = OWN_LOG.matcher(text);
    return log.find()
        ? Optional.of(log.group(3).replaceAll("\\s", "")).filter(set -> !set.isEmpty())
        : Optional.empty();
  }
}
