package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The form in which logs travel through orchestrator: gzip, and that as base64 text. */
public final class Base64Gzip {
  private static final int BUFFER = 64 << 10;
  private static final int LINE = 76;
  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);

  private Base64Gzip() {}

  /**
   * A stream whose contents arrive encoded at {@code out}, as one line without an end. Close it to
   * complete the text; that closes {@code out} as well.
   */
  public static OutputStream encoder(OutputStream out) throws IOException {
    return new GZIPOutputStream(Base64.getEncoder().wrap(out), BUFFER);
  }

  /** The same in lines of 76 characters, each with an end, as the {@code base64} program writes. */
  public static OutputStream wrappedEncoder(OutputStream out) throws IOException {
    OutputStream lines = Base64.getMimeEncoder(LINE, LINE_END).wrap(new LastLineEnd(out));
    return new GZIPOutputStream(lines, BUFFER);
  }

  /**
   * Decodes all of {@code encoded}, with or without line ends, to {@code out}. Closes neither.
   *
   * @param limit bytes that may be written
   * @return how many were
   * @throws AgentException {@code CORRUPT_DATA} if the text is no base64 or its contents are no
   *     complete gzip with a right checksum, {@code RESOURCES_EXHAUSTED} beyond the limit
   * @throws IOException if {@code out} fails
   */
  public static long decode(InputStream encoded, OutputStream out, long limit) throws IOException {
    long sum = 0;
    try (InputStream in = open(new WithoutBlanks(encoded))) {
      byte[] buffer = new byte[BUFFER];
      int count = read(in, buffer);
      while (count >= 0) {
        sum += count;
        if (sum > limit) {
          throw new AgentException(
              ErrorCode.RESOURCES_EXHAUSTED,
              "Decoding base64 and gzip: the contents are larger than the limit of "
                  + limit
                  + " bytes");
        }
        out.write(buffer, 0, count);
        count = read(in, buffer);
      }
    }
    return sum;
  }

  private static InputStream open(InputStream text) {
    try {
      return new GZIPInputStream(Base64.getDecoder().wrap(text), BUFFER);
    } catch (IOException damaged) {
      throw corrupt(damaged);
    }
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException damaged) {
      throw corrupt(damaged);
    }
  }

  private static AgentException corrupt(IOException cause) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA,
        "Decoding base64 and gzip: the text is truncated or damaged (" + cause.getMessage() + ")",
        cause);
  }

  /** Ends the last line before the stream is closed. */
  private static final class LastLineEnd extends FilterOutputStream {
    private boolean ended;

    LastLineEnd(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        out.write(LINE_END);
      }
      super.close();
    }
  }

  /** Leaves out blanks and line ends, and does not close what it reads. */
  private static final class WithoutBlanks extends FilterInputStream {
    WithoutBlanks(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      while (isBlank(c)) {
        c = super.read();
      }
      return c;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int kept = 0;
      while (kept == 0 && length > 0) {
        int count = super.read(bytes, offset, length);
        if (count < 0) {
          return -1;
        }
        for (int i = offset; i < offset + count; i++) {
          if (!isBlank(bytes[i])) {
            bytes[offset + kept++] = bytes[i];
          }
        }
      }
      return kept;
    }

    @Override
    public void close() {}

    private static boolean isBlank(int c) {
      return c == '\n' || c == '\r' || c == ' ' || c == '\t';
    }
  }
}
