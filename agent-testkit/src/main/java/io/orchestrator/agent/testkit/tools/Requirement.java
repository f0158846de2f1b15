package io.orchestrator.agent.testkit.tools;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/** What becomes of a test whose machine lacks something. */
final class Requirement {
  private Requirement() {}

  /**
   * Skipped, or failed where everything has to be there: a condition that throws fails its test.
   */
  static ConditionEvaluationResult unmet(String reason) {
    if ("required".equals(System.getProperty("agent.test.tools"))) {
      throw new IllegalStateException(reason + ", and agent.test.tools is \"required\"");
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
