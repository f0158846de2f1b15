package io.orchestrator.agent.testkit.orchestrator;

/** How the stand-in answers an agent that registers. */
public enum SubmitAnswer {
  /** Stores the row and answers 200 with the host name. */
  ACCEPT,
  /** Stores nothing and answers 200 with a JSON object whose code is ERROR. */
  ERROR_WITH_STATUS_200,
  /** Stores nothing and answers 500. */
  STATUS_500,
  /** Stores nothing and does not answer until another answer is chosen or the stand-in closes. */
  HANG
}
