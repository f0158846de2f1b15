package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Sends the parts of files, of as many files in turn as the target likes best. */
final class FilesInTurn {
  private final int most;
  private final WireSender wire;
  private final SparingReader reader;
  private final Progress progress;
  private final Deque<Begun> files = new ArrayDeque<>();

  /**
   * A sender.
   *
   * @param most of how many files the parts take turns
   */
  FilesInTurn(int most, WireSender wire, SparingReader reader, Progress progress) {
    this.most = most;
    this.wire = wire;
    this.reader = reader;
    this.progress = progress;
  }

  /** A file of which some parts are sent, up to there. */
  private record Begun(int number, long size, Path file, long at) {}

  /** Begins with one more; first sends of the others until there are few enough. */
  void send(int number, Entry entry, Path file) throws IOException, InterruptedException {
    files.addLast(new Begun(number, entry.size(), file, 0));
    while (files.size() >= most) {
      sendPart();
    }
  }

  /** Sends all that is left of them. */
  void finish() throws IOException, InterruptedException {
    while (!files.isEmpty()) {
      sendPart();
    }
  }

  private void sendPart() throws IOException, InterruptedException {
    Begun next = files.removeFirst();
    int length = Blocks.partLength(next.size(), next.at());
    Optional<ByteBuffer> read = reader.read(next.file(), next.at(), length);
    if (read.isPresent()) {
      wire.sendBytes(next.number(), next.at(), read.get());
    } else {
      wire.sendFile(next.number(), next.at(), length, next.file());
    }
    long sent = next.at() + length;
    progress.content(length, sent == next.size() ? 1 : 0);
    if (sent < next.size()) {
      files.addLast(new Begun(next.number(), next.size(), next.file(), sent));
    }
  }
}
