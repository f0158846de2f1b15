package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameOutput;
import io.orchestrator.agent.live.frame.FrameType;
import io.orchestrator.agent.live.logical.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Sends mydumper's files and takes each out of the spool when it is sent. */
final class SpooledRows {
  private static final int BUFFER = 256 * 1024;
  private static final int LOOK_MILLIS = 200;
  private static final long BEAT_EVERY = TimeUnit.SECONDS.toNanos(1);

  /** Below it the disk counts as full, whoever has filled it. */
  private static final long RESERVE = 128L << 20;

  private final FileFolder spool;
  private final FrameOutput out;
  private final Progress progress;
  private final Transfer transfer;
  private int sent;
  private long seenBytes;
  private long nextBeat = System.nanoTime();

  SpooledRows(FileFolder spool, FrameOutput out, Progress progress, Transfer transfer) {
    this.spool = spool;
    this.out = out;
    this.progress = progress;
    this.transfer = transfer;
  }

  /** How many there were. */
  int sent() {
    return sent;
  }

  /** Sends what is whole, for as long as mydumper runs. */
  void sendWhile(DumpRun run) throws IOException, InterruptedException {
    FinishedFiles finished = new FinishedFiles(spool);
    while (run.isAlive()) {
      for (Path file : finished.of(run.pid())) {
        send(file);
        Volume.requireRoom(spool.path(), RESERVE, "mydumper");
      }
      Volume.requireRoom(spool.path(), RESERVE, "mydumper");
      sayThatItWorks();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** A file can take long to become whole, and a target that hears nothing takes it for the end. */
  private void sayThatItWorks() throws IOException {
    long bytes = spool.bytes();
    if (bytes != seenBytes && System.nanoTime() - nextBeat >= 0) {
      seenBytes = bytes;
      nextBeat = System.nanoTime() + BEAT_EVERY;
      out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, Parts.WORKING));
      progress.step();
    }
  }

  /** Sends the rest, after mydumper's good end. */
  void sendRest() throws IOException {
    for (Path file : spool.files()) {
      if (FinishedFiles.isData(file)) {
        send(file);
      }
    }
  }

  private void send(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      send(file.getFileName().toString(), in);
    } catch (NoSuchFileException empty) {
      // mydumper takes a file away again if it has got no rows.
      return;
    }
    Files.deleteIfExists(file);
  }

  private void send(String name, InputStream in) throws IOException {
    sent++;
    transfer.phase(String.format(Locale.ROOT, "sending rows, file %,d", sent));
    out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, Parts.ROWS).with(Parts.NAME, name));
    byte[] buffer = new byte[BUFFER];
    try (OutputStream data = out.data()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        data.write(buffer, 0, read);
        progress.bytes(read);
      }
    }
  }
}
