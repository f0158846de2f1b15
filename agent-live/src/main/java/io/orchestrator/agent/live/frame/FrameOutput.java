package io.orchestrator.agent.live.frame;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes frames: a byte for the type, four for the length (big-endian), and that many. For one
 * thread.
 */
public final class FrameOutput {
  /** The longest frame, in bytes. */
  static final int LONGEST = 2 << 20;

  private static final int BUFFER = 64 * 1024;

  private final DataOutputStream out;

  /**
   * Writes to the wire.
   *
   * @param wire is closed by {@link #end} alone
   */
  public FrameOutput(OutputStream wire) {
    this.out = new DataOutputStream(new BufferedOutputStream(wire, BUFFER));
  }

  /** Writes a frame of fields and sends it on its way. */
  public void write(FrameType type, Fields fields) throws IOException {
    byte[] bytes = fields.encoded();
    write(type, bytes, 0, bytes.length);
    out.flush();
  }

  /** Writes the last frame and closes the stream. Without it the target takes nothing for good. */
  public void end(Fields fields) throws IOException {
    write(FrameType.END, fields);
    out.close();
  }

  /** What is written to it becomes frames of data; closing it sends them on their way. */
  public OutputStream data() {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += LONGEST) {
          FrameOutput.this.write(
              FrameType.DATA, bytes, offset + done, Math.min(LONGEST, length - done));
        }
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }

  private void write(FrameType type, byte[] bytes, int offset, int length) throws IOException {
    if (length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes is too long");
    }
    out.writeByte(type.letter());
    out.writeInt(length);
    out.write(bytes, offset, length);
  }
}
