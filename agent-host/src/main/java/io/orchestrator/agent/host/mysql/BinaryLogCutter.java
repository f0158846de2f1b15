package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cuts a piece out of a row of binary or relay logs so that it is one log again. */
public final class BinaryLogCutter {
  private static final int BUFFER = 64 << 10;

  /** A part of one file. */
  private record Piece(Path log, long from, long to) {}

  /** Needs nothing. */
  @Inject
  public BinaryLogCutter() {}

  /**
   * Writes the header of the first log, its events from {@code start}, and the events of the others
   * without their headers, the last one's up to {@code stop}. All logs are checked before the first
   * byte is written; what is appended to them afterwards is not written.
   *
   * @param logs in their order, at least one
   * @param start where an event of the first log begins; 0 for its beginning
   * @param stop where an event of the last log ends; 0 for its end
   * @param out is not closed
   * @throws AgentException {@code INVALID_ARGUMENT} if a position is not in its log, {@code
   *     CORRUPT_DATA} if one of them is no log, {@code UNSUPPORTED} if it is encrypted, {@code
   *     NOT_FOUND}, {@code PERMISSION_DENIED} or {@code IO_FAILED} if it can't be read
   * @throws IOException if {@code out} fails
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void write(List<Path> logs, long start, long stop, OutputStream out)
      throws IOException, InterruptedException {
    for (Piece piece : pieces(logs, start, stop)) {
      copy(piece, out);
    }
  }

  private static List<Piece> pieces(List<Path> logs, long start, long stop)
      throws InterruptedException {
    if (logs.isEmpty()) {
      throw new AgentException(ErrorCode.INVALID_ARGUMENT, "No log is named; name at least one");
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      Path log = logs.get(i);
      try (FileChannel channel = FileChannel.open(log)) {
        int header = LogHeader.size(channel, log);
        long size = channel.size();
        long from = i == 0 ? position("start", start, header, header, size, log) : header;
        long to = i == logs.size() - 1 ? position("stop", stop, size, from, size, log) : size;
        if (i == 0) {
          pieces.add(new Piece(log, 0, header));
        }
        pieces.add(new Piece(log, from, to));
      } catch (ClosedByInterruptException interrupted) {
        throw interruption(log, interrupted);
      } catch (IOException failed) {
        throw LogReading.failure(log, failed);
      }
    }
    return pieces;
  }

  private static long position(
      String name, long given, long ifNone, long least, long most, Path log) {
    // Position 4 is what "from the beginning" is for the server.
    if (given == 0 || (name.equals("start") && given == LogHeader.FIRST_EVENT)) {
      return ifNone;
    }
    if (given < least || given > most) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The "
              + name
              + " position "
              + given
              + " is not in the log "
              + log
              + "; give 0 or one from "
              + least
              + " to "
              + most);
    }
    return given;
  }

  private static void copy(Piece piece, OutputStream out) throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = open(piece.log())) {
      long position = piece.from();
      while (position < piece.to()) {
        buffer.clear().limit((int) Math.min(BUFFER, piece.to() - position));
        position += read(channel, buffer, position, piece.log());
        out.write(buffer.array(), 0, buffer.position());
      }
    }
  }

  private static FileChannel open(Path log) {
    try {
      return FileChannel.open(log);
    } catch (IOException failed) {
      throw LogReading.failure(log, failed);
    }
  }

  private static int read(FileChannel channel, ByteBuffer buffer, long position, Path log)
      throws InterruptedException {
    try {
      int count = channel.read(buffer, position);
      if (count < 0) {
        throw LogReading.corrupt(log, "it became shorter while it was read");
      }
      return count;
    } catch (ClosedByInterruptException interrupted) {
      throw interruption(log, interrupted);
    } catch (IOException failed) {
      throw LogReading.failure(log, failed);
    }
  }

  private static InterruptedException interruption(Path log, ClosedByInterruptException cause) {
    return Interruption.of("reading the log " + log, cause);
  }
}
