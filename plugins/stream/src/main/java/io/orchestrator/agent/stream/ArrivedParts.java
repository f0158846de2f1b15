package io.orchestrator.agent.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Which parts of which files have arrived: a byte each, in a file of the work directory. */
final class ArrivedParts implements AutoCloseable {
  private static final int CREATED = 1;
  private static final int ARRIVED = 2;

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
