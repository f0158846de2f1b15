package io.orchestrator.agent.live.frame;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads what {@link FrameOutput} has written. All methods throw {@code CORRUPT_DATA} for what is no
 * such stream, and for one that ends before its last frame. For one thread.
 */
public final class FrameInput {
  private static final int BUFFER = 64 * 1024;

  private final DataInputStream in;
  private FrameType type = FrameType.HEADER;
  private int left;
  private boolean begun;

  /** Reads from the wire. */
  public FrameInput(InputStream wire) {
    this.in = new DataInputStream(new BufferedInputStream(wire, BUFFER));
  }

  /** The type of the next frame, which stays the next one. */
  public FrameType next() throws IOException {
    if (!begun) {
      begin();
    }
    return type;
  }

  /** Reads a frame of fields, which must be of this type. */
  public Fields read(FrameType wanted) throws IOException {
    if (next() != wanted) {
      throw wrong("it has " + type + " in the place of " + wanted);
    }
    begun = false;
    byte[] bytes = new byte[left];
    readFully(bytes);
    return Fields.decoded(bytes);
  }

  /** The frames of data that come now, up to one of another type. */
  public InputStream data() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
          return 0;
        }
        return readData(bytes, offset, length);
      }
    };
  }

  private int readData(byte[] bytes, int offset, int length) throws IOException {
    while (next() == FrameType.DATA) {
      if (left == 0) {
        begun = false;
      } else {
        int read = in.read(bytes, offset, Math.min(length, left));
        if (read < 0) {
          throw wrong("it ends in the middle");
        }
        left -= read;
        begun = left > 0;
        return read;
      }
    }
    return -1;
  }

  private void begin() throws IOException {
    byte[] letter = new byte[1];
    readFully(letter);
    type =
        FrameType.of(letter[0])
            .orElseThrow(() -> wrong("it has what this version does not understand"));
    try {
      left = in.readInt();
    } catch (EOFException cut) {
      throw wrong("it ends in the middle");
    }
    if (left < 0 || left > FrameOutput.LONGEST) {
      throw wrong("it has a part that is too long");
    }
    begun = true;
  }

  private void readFully(byte[] bytes) throws IOException {
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw wrong("it ends in the middle");
    }
  }

  private static AgentException wrong(String what) {
    return new AgentException(
        ErrorCode.CORRUPT_DATA, "The stream from the source is not complete: " + what);
  }
}
