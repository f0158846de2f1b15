package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameInput;
import io.orchestrator.agent.live.frame.FrameType;
import io.orchestrator.agent.live.logical.DumpRows;
import io.orchestrator.agent.live.logical.NativeNames;
import io.orchestrator.agent.live.logical.Progress;
import io.orchestrator.agent.live.server.ServerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Puts the files that arrive into their folders, and counts the rows in those of mydumper. */
final class ArrivingFiles {
  private static final int BUFFER = 256 * 1024;

  /** The name comes from another host. */
  private static final Pattern ROWS_NAME =
      Pattern.compile(
          "[^./\\p{Cntrl}][^./\\p{Cntrl}]*\\.[^./\\p{Cntrl}]+(\\.\\d{1,10})?\\.sql(\\.gz)?");

  private static final int LONGEST_NAME = 255;

  private final ServerFiles rowFiles;
  private final ServerFiles other;
  private final FrameInput in;
  private final Progress progress;
  private final Transfer transfer;
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Set<String> others = new HashSet<>();
  private int received;

  ArrivingFiles(
      ServerFiles rowFiles,
      ServerFiles other,
      FrameInput in,
      Progress progress,
      Transfer transfer) {
    this.rowFiles = rowFiles;
    this.other = other;
    this.in = in;
    this.progress = progress;
    this.transfer = transfer;
  }

  /** How many of mydumper's have arrived. */
  int received() {
    return received;
  }

  /** How many rows these have of each table, by its name in backquotes. */
  Map<String, Long> rows() {
    return Collections.unmodifiableMap(rows);
  }

  /** Takes all that come, up to a frame that is none of a file. */
  void receive() throws IOException {
    while (in.next() == FrameType.FILE) {
      Fields file = in.read(FrameType.FILE);
      switch (file.get(Parts.FIELD)) {
        case Parts.ROWS -> rows(file.get(Parts.NAME));
        case Parts.WORKING -> progress.step();
        case Parts.TRIGGERS -> other(Parts.TRIGGERS);
        case Parts.SYSTEM_TABLES -> other(Parts.SYSTEM_TABLES);
        default ->
            throw new AgentException(
                ErrorCode.CORRUPT_DATA, "The source sent a part that this version does not know");
      }
    }
  }

  /**
   * What has come that is no rows.
   *
   * @throws AgentException {@code CORRUPT_DATA} if this has not
   */
  InputStream read(String part) throws IOException {
    if (!others.contains(part)) {
      throw new AgentException(ErrorCode.CORRUPT_DATA, "The source sent no " + part);
    }
    return other.read(part);
  }

  private void other(String part) throws IOException {
    try (OutputStream file = other.write(part);
        InputStream from = new Passing(file)) {
      from.transferTo(OutputStream.nullOutputStream());
    }
    others.add(part);
  }

  private void rows(String name) throws IOException {
    if (!ROWS_NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source sent a file whose name is none of mydumper's");
    }
    received++;
    transfer.phase(String.format(Locale.ROOT, "receiving rows, file %,d", received));
    DumpRows counter = new DumpRows("`" + name.substring(0, name.indexOf('.')) + "`");
    try (OutputStream file = rowFiles.write(NativeNames.require(name));
        InputStream from = new Passing(file);
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(from, BUFFER) : from) {
      byte[] buffer = new byte[BUFFER];
      for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
        counter.note(buffer, 0, read);
      }
      // Whatever comes behind what was compressed.
      from.transferTo(OutputStream.nullOutputStream());
    }
    counter.rows().forEach((table, count) -> rows.merge(table, count, Long::sum));
  }

  /** What comes for a file, and goes into it as it is read. */
  private final class Passing extends InputStream {
    private final InputStream data = in.data();
    private final OutputStream file;

    Passing(OutputStream file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = data.read(bytes, offset, length);
      if (read > 0) {
        file.write(bytes, offset, read);
        progress.bytes(read);
      }
      return read;
    }

    /** Or a second part of a compressed file would not be looked for. */
    @Override
    public int available() {
      return 1;
    }
  }
}
