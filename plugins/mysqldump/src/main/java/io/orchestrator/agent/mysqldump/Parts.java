package io.orchestrator.agent.mysqldump;

/** What the frames of a seed's stream are called. */
final class Parts {
  /** The field that says which part of the data comes. */
  static final String FIELD = "part";

  static final String TIME_ZONES = "time-zones";
  static final String DATABASES = "databases";
  static final String SYSTEM_TABLES = "system-tables";

  private Parts() {}
}
