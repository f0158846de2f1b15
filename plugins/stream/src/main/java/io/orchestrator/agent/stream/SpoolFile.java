package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file without a name: whatever happens to the agent, nothing is left of it. If it can't be
 * written an {@code AgentException} says so by its folder, for who uses it knows others.
 */
final class SpoolFile implements AutoCloseable {
  private static final int BUFFER = 128 * 1024;

  private final Path folder;
  private final FileChannel channel;
  private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER);
  private long written;

  private SpoolFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static SpoolFile in(Path folder) throws IOException {
    try {
      return create(folder);
    } catch (ClosedChannelException stopped) {
      throw stopped;
    } catch (IOException failed) {
      throw failure(folder, failed);
    }
  }

  private static SpoolFile create(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "seed-", ".spool");
    try {
      return new SpoolFile(
          folder, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } finally {
      Files.delete(file);
    }
  }

  synchronized long length() {
    return written + unwritten.position();
  }

  synchronized void append(byte[] bytes) throws IOException {
    if (bytes.length > unwritten.remaining()) {
      flush();
    }
    if (bytes.length > unwritten.capacity()) {
      write(ByteBuffer.wrap(bytes));
    } else {
      unwritten.put(bytes);
    }
  }

  private void flush() throws IOException {
    write(unwritten.flip());
    unwritten.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written += write(bytes, written);
    }
  }

  private int write(ByteBuffer bytes, long position) throws IOException {
    try {
      return channel.write(bytes, position);
    } catch (ClosedChannelException stopped) {
      throw stopped;
    } catch (IOException failed) {
      throw failure(folder, failed);
    }
  }

  /** What to throw where something could not be written into the work directory. */
  static AgentException failure(Path folder, IOException failed) {
    String what = "Could not write the seed's list and notes into " + folder;
    return FreeSpace.isFull(folder)
        ? new AgentException(
            ErrorCode.RESOURCES_EXHAUSTED,
            what + ": its file system is full. Make room there (it is in StateDirectory)",
            failed)
        : new AgentException(
            ErrorCode.IO_FAILED, what + " (it is in StateDirectory): " + failed, failed);
  }

  /** Makes sure that what was appended up to there can be read. */
  private synchronized void require(long end) throws IOException {
    if (end > written) {
      flush();
    }
  }

  byte[] read(long position, int length) throws IOException {
    require(position + length);
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("a spool file is shorter than what was written to it");
      }
    }
    return bytes.array();
  }

  long getLong(long position) throws IOException {
    return ByteBuffer.wrap(read(position, Long.BYTES)).getLong();
  }

  /** What was appended so far, from its beginning. */
  InputStream readAll() throws IOException {
    require(Long.MAX_VALUE);
    return new BufferedInputStream(new FromStart(), BUFFER);
  }

  /** The byte there; 0 where nothing was put. */
  int get(long position) throws IOException {
    return get(position, 1)[0];
  }

  /** The bytes there; 0 where nothing was put. */
  byte[] get(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, position + bytes.position());
    }
    return bytes.array();
  }

  /** Puts a byte anywhere. Not to be mixed with {@link #append}. */
  void put(long position, int value) throws IOException {
    put(position, new byte[] {(byte) value});
  }

  /** Puts bytes anywhere. Not to be mixed with {@link #append}. */
  void put(long position, byte[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(values);
    while (bytes.hasRemaining()) {
      int unused = write(bytes, position + bytes.position());
    }
  }

  private final class FromStart extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
