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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Puts the files that arrive into their spools, and counts the rows in those of mydumper. */
final class ArrivingFiles {
  private static final int BUFFER = 256 * 1024;

  /** The name comes from another host. */
  private static final Pattern ROWS_NAME =
      Pattern.compile(
          "[^./\\p{Cntrl}][^./\\p{Cntrl}]*\\.[^./\\p{Cntrl}]+(\\.\\d{1,10})?\\.sql(\\.gz)?");

  private static final int LONGEST_NAME = 255;

  private final FileFolder rowFiles;
  private final FileFolder other;
  private final FrameInput in;
  private final Progress progress;
  private final Transfer transfer;
  private final Map<String, Long> rows = new LinkedHashMap<>();
  private int received;

  ArrivingFiles(
      FileFolder rowFiles, FileFolder other, FrameInput in, Progress progress, Transfer transfer) {
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
  void receive() throws IOException, InterruptedException {
    while (in.next() == FrameType.FILE) {
      Fields file = in.read(FrameType.FILE);
      switch (file.get(Parts.FIELD)) {
        case Parts.ROWS -> rows(file.get(Parts.NAME));
        case Parts.WORKING -> progress.step();
        case Parts.TRIGGERS -> write(other.path().resolve(Parts.TRIGGERS));
        case Parts.SYSTEM_TABLES -> write(other.path().resolve(Parts.SYSTEM_TABLES));
        default ->
            throw new AgentException(
                ErrorCode.CORRUPT_DATA, "The source sent a part that this version does not know");
      }
    }
  }

  private void rows(String name) throws IOException {
    if (!ROWS_NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source sent a file whose name is none of mydumper's");
    }
    received++;
    transfer.phase(String.format(Locale.ROOT, "receiving rows, file %,d", received));
    Path file = rowFiles.path().resolve(NativeNames.require(name));
    write(file);
    count(file, "`" + name.substring(0, name.indexOf('.')) + "`");
  }

  private void write(Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream to =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      InputStream from = in.data();
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        progress.bytes(read);
      }
    }
  }

  private void count(Path file, String schema) throws IOException {
    DumpRows counter = new DumpRows(schema);
    byte[] buffer = new byte[BUFFER];
    try (InputStream raw = Files.newInputStream(file);
        InputStream from =
            file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER) : raw) {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        counter.note(buffer, 0, read);
      }
    }
    counter.rows().forEach((table, count) -> rows.merge(table, count, Long::sum));
  }
}
