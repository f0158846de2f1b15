package io.orchestrator.agent.mydumper;

/** What the frames of a seed's stream are called. */
final class Parts {
  /** The field that says which part of the data comes. */
  static final String FIELD = "part";

  /** The field with the name of a file. */
  static final String NAME = "name";

  static final String TIME_ZONES = "time-zones";
  static final String STRUCTURE = "structure";
  static final String ROWS = "rows";
  static final String TRIGGERS = "triggers";
  static final String SYSTEM_TABLES = "system-tables";

  /** No part at all: the source works on a file that is not whole yet. */
  static final String WORKING = "working";

  /** The fields with numbers of bytes that the header has. */
  static final String DATA_BYTES = "data-bytes";

  static final String DUMP_BYTES = "dump-bytes";

  /** The field with the number of files that the last frame has. */
  static final String FILES = "files";

  private Parts() {}
}
