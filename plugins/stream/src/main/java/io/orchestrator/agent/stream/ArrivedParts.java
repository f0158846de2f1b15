package io.orchestrator.agent.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** Which parts of which files have arrived: a byte each, in a file of the work directory. */
final class ArrivedParts implements AutoCloseable {
  private static final byte CREATED = 1;
  private static final byte ARRIVED = 2;
  private static final int BATCH = 512;

  private final SpoolFile marks;

  ArrivedParts(Path workDirectory) throws IOException {
    marks = SpoolFile.in(workDirectory);
  }

  /** Has the file been created that begins with this part? */
  boolean isCreated(long part) throws IOException {
    return marks.get(part) != 0;
  }

  void created(long part) throws IOException {
    marks.put(part, CREATED);
  }

  boolean hasArrived(long part) throws IOException {
    return marks.get(part) == ARRIVED;
  }

  void arrived(long part) throws IOException {
    marks.put(part, ARRIVED);
  }

  /** For parts that mostly follow each other: it reads and writes many at a time. */
  Batch batch() {
    return new Batch();
  }

  /** Notes that parts have arrived, but not before it is written. For one thread. */
  final class Batch {
    private byte[] known = {};
    private long firstKnown;
    private long firstNew;
    private int news;

    private Batch() {}

    /** Had it arrived when this was begun, or a little later? */
    boolean has(long part) throws IOException {
      if (part < firstKnown || part >= firstKnown + known.length) {
        known = marks.get(part, BATCH);
        firstKnown = part;
      }
      return known[(int) (part - firstKnown)] == ARRIVED;
    }

    /** It has arrived. */
    void add(long part) throws IOException {
      if (part != firstNew + news) {
        write();
        firstNew = part;
      }
      news++;
    }

    /** Notes those that were added. */
    void write() throws IOException {
      byte[] arrived = new byte[news];
      Arrays.fill(arrived, ARRIVED);
      marks.put(firstNew, arrived);
      news = 0;
    }
  }

  /** Looks at all of them in their order. */
  final class Reader {
    private final InputStream in;

    private Reader() throws IOException {
      in = marks.readAll();
    }

    /** How many of the next parts have arrived. */
    long arrived(long count) throws IOException {
      long found = 0;
      for (long part = 0; part < count; part++) {
        found += in.read() == ARRIVED ? 1 : 0;
      }
      return found;
    }
  }

  Reader reader() throws IOException {
    return new Reader();
  }

  @Override
  public void close() throws IOException {
    marks.close();
  }
}
