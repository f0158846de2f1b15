package io.orchestrator.agent.stream;

/**
 * What goes over the ordered streams. Source to target: {@link #MAGIC} (4 bytes), {@link #VERSION}
 * (4), entries as {@link EntryFormat} has them, {@link #END_OF_LIST} (1) with the {@link Totals};
 * when every block is delivered and nothing has changed meanwhile {@link #ALL_SENT} (1), and the
 * end. Target to source: {@link #WORKING} (1) now and then while it looks at the list; when the
 * list is accepted {@link #GO} (1) and the number of files that it has parts of (4), always 0 in
 * this version.
 */
final class Format {
  static final int MAGIC = 0x4F415354;
  static final int VERSION = 1;
  static final int END_OF_LIST = 'E';
  static final int ALL_SENT = 'A';
  static final int WORKING = '.';
  static final int GO = 'G';

  /** More than any data directory has; what is beyond is an attack or a mistake. */
  static final int MOST_ENTRIES = 10_000_000;

  static final long MOST_BYTES = 1L << 50;

  private Format() {}
}
