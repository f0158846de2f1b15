package io.orchestrator.agent.stream;

/**
 * What goes over the ordered streams; docs/seed-stream.md has all of it. Source to target: {@link
 * #MAGIC} (4 bytes), {@link #VERSION} (4), entries as {@link EntryFormat} has them, {@link
 * #END_OF_LIST} (1) with the {@link Totals}; when every block is delivered and nothing has changed
 * meanwhile {@link #ALL_SENT} (1), and the end. Before END_OF_LIST and ALL_SENT come any number of
 * {@link #WORKING} (1), while it measures or looks for changes. Target to source: {@link #WORKING}
 * (1) now and then while it looks at the list; when the list is accepted {@link #GO} (1) and
 * whether it has anything of any file already, {@link #BASIS} or {@link #NO_BASIS} (1), and of how
 * many files the parts may take turns (1). If it has something, for each file of more than {@link
 * Blocks#SMALL} bytes, in {@link SendOrder}, while contents come: {@link #NO_BASIS} (1); or {@link
 * #BASIS} (1), a number of chunks (8), and for each of that many first chunks the beginning of its
 * SHA-256 (16), zeros if there is nothing for it.
 */
final class Format {
  static final int MAGIC = 0x4F415354;
  static final int VERSION = 3;
  static final int END_OF_LIST = 'E';
  static final int ALL_SENT = 'A';
  static final int WORKING = '.';
  static final int GO = 'G';
  static final int NO_BASIS = 0;
  static final int BASIS = 1;

  /** More than any data directory has; what is beyond is an attack or a mistake. */
  static final int MOST_ENTRIES = 10_000_000;

  static final long MOST_BYTES = 1L << 50;

  private Format() {}
}
