package io.orchestrator.agent.command;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file for output. It loses its name as soon as the command has it open. */
final class Spool implements AutoCloseable {
  private final Path file;
  private final FileChannel reading;

  /** One that is there already. */
  Spool(Path file, FileChannel reading) {
    this.file = file;
    this.reading = reading;
  }

  static Spool create() throws IOException {
    Path file = Files.createTempFile("orchestrator-agent-", ".out");
    return new Spool(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  File file() {
    return file.toFile();
  }

  void removeName() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Keeps what was written, of the last so many bytes. */
  void read(KeptOutput kept, long bytes) throws IOException {
    reading.position(Math.max(0, reading.size() - bytes));
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    // What it has left running may write on for ever.
    long left = bytes;
    while (left > 0 && reading.read(buffer) >= 0) {
      kept.add(buffer.array(), buffer.position());
      left -= buffer.position();
      buffer.clear();
    }
  }

  @Override
  public void close() throws IOException {
    reading.close();
  }
}
