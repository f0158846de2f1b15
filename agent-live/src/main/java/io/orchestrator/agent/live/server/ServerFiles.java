package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder of files in a private server's own, where they go away with it. It is the agent's, and
 * open: the server's user reads what is in it, and what he puts in its place leads nobody astray.
 */
public final class ServerFiles implements AutoCloseable {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final Path path;
  private final SecureDirectoryStream<Path> folder;

  ServerFiles(Path path, SecureDirectoryStream<Path> folder) {
    this.path = path;
    this.folder = folder;
  }

  /** The folder, for programs of the server's user. */
  public Path path() {
    return path;
  }

  /**
   * Begins to write a file, which must not be there.
   *
   * @return its stream, which throws an {@link AgentException} of {@code RESOURCES_EXHAUSTED} if
   *     the disk is full
   */
  public OutputStream write(String name) throws IOException {
    Path file = Path.of(name);
    try {
      Written written =
          new Written(
              path.resolve(file),
              folder.newByteChannel(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE_NEW,
                      StandardOpenOption.WRITE,
                      LinkOption.NOFOLLOW_LINKS),
                  PosixFilePermissions.asFileAttribute(READABLE)));
      // Whatever the agent's umask is. Nobody else can exchange a file in this folder.
      folder
          .getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(READABLE);
      return written;
    } catch (IOException failed) {
      throw failure(path.resolve(file), failed);
    }
  }

  /** Reads a file. */
  public InputStream read(String name) throws IOException {
    return Channels.newInputStream(
        folder.newByteChannel(
            Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /** Closes the folder; the server deletes it. */
  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not close " + path + ": " + failed, failed);
    }
  }

  private static AgentException failure(Path file, IOException cause) {
    return new AgentException(
        ErrorLog.isAboutFullDisk(cause.toString())
            ? ErrorCode.RESOURCES_EXHAUSTED
            : ErrorCode.IO_FAILED,
        "Could not write " + file + ": " + cause,
        cause);
  }

  private static final class Written extends OutputStream {
    private final Path file;
    private final SeekableByteChannel channel;

    Written(Path file, SeekableByteChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (left.hasRemaining()) {
          channel.write(left);
        }
      } catch (ClosedByInterruptException stopped) {
        throw stopped;
      } catch (IOException failed) {
        throw failure(file, failed);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
