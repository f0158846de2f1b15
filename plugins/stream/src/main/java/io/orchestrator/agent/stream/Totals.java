package io.orchestrator.agent.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the list has.
 *
 * @param entries how many, the data directory itself included
 * @param files how many of them are files
 * @param bytes the files' sizes together
 * @param allocated how much disk space they take on the source; {@link #UNKNOWN} if that says
 *     nothing about another host
 */
record Totals(int entries, int files, long bytes, long allocated) {
  static final long UNKNOWN = -1;

  void write(DataOutput out) throws IOException {
    out.writeInt(entries);
    out.writeInt(files);
    out.writeLong(bytes);
    out.writeLong(allocated);
  }

  static Totals read(DataInput in) throws IOException {
    return new Totals(in.readInt(), in.readInt(), in.readLong(), in.readLong());
  }

  Totals withAllocated(long known) {
    return new Totals(entries, files, bytes, known);
  }
}
