package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.seed.Transfer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells the host how far it is, twice a second at most. Usable from any thread. */
final class Progress {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(500);

  /** The rate is that of the last five seconds. */
  private static final int MOST_SAMPLES = 10;

  private record Sample(long nanos, long bytes) {}

  private final Transfer transfer;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private String what = "";
  private Totals totals = new Totals(0, 0, 0, Totals.UNKNOWN);
  private boolean contents;
  private long listBytes;
  private long bytes;
  private long files;
  private long reused;
  private long steps;
  private long nextReport = System.nanoTime();

  Progress(Transfer transfer) {
    this.transfer = transfer;
  }

  /** From now on the list comes or goes. */
  synchronized void listing(String doing) {
    what = doing;
    report();
  }

  /** From now on contents come or go. */
  synchronized void contents(String doing, Totals all) {
    what = doing;
    totals = all;
    contents = true;
    report();
  }

  /** From now on this is done, of which no bytes are counted. */
  synchronized void step(String doing) {
    what = doing;
    contents = false;
    report();
  }

  /** An entry of the list has come or gone. */
  synchronized void entry(int length) {
    listBytes += length;
    reportNowAndThen();
  }

  /** Contents have come or gone. */
  synchronized void content(long more, long moreFiles) {
    bytes += more;
    files += moreFiles;
    reportNowAndThen();
  }

  /** So much of the contents was there already. */
  synchronized void reused(long more) {
    reused += more;
  }

  /** "2 files, 64.0 MB". */
  synchronized String summary(Totals all) {
    String summary =
        String.format(Locale.ROOT, "%,d files, %s", all.files(), Sizes.of(all.bytes()));
    return reused == 0
        ? summary
        : summary + ", of which " + Sizes.of(reused) + " were there already";
  }

  /**
   * A part of a step is done. It counts as a byte: a seed whose number stands still is taken for
   * dead.
   */
  synchronized void moved() {
    steps++;
    reportNowAndThen();
  }

  /** What went over the network, as far as it was told here. */
  synchronized long transferred() {
    return listBytes + bytes;
  }

  private void reportNowAndThen() {
    if (System.nanoTime() - nextReport >= 0) {
      report();
    }
  }

  private void report() {
    long now = System.nanoTime();
    nextReport = now + EVERY;
    transfer.transferred(listBytes + bytes + steps);
    transfer.phase(contents ? what + ": " + course(now) : what);
  }

  private String course(long now) {
    samples.addLast(new Sample(now, bytes));
    if (samples.size() > MOST_SAMPLES) {
      samples.removeFirst();
    }
    String done =
        String.format(
            Locale.ROOT,
            "%s of %s, %,d of %,d files",
            Sizes.of(Math.min(bytes, totals.bytes())),
            Sizes.of(totals.bytes()),
            Math.min(files, totals.files()),
            totals.files());
    Sample first = samples.getFirst();
    double seconds = (now - first.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
    double rate = seconds > 0 ? (bytes - first.bytes()) / seconds : 0;
    if (rate < 1) {
      return done;
    }
    long left = (long) (Math.max(0, totals.bytes() - bytes) / rate);
    return String.format(
        Locale.ROOT,
        "%s, %s/s, %s left",
        done,
        Sizes.of((long) rate),
        Sizes.of(Duration.ofSeconds(left)));
  }
}
