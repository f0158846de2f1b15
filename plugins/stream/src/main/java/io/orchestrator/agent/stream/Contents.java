package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Sends what is in the files: the biggest first, many small ones to a block at last. */
final class Contents {
  private final Path source;
  private final EntryList list;
  private final WireSender wire;
  private final Progress progress;
  private final Offers offers;
  private final PatchedFiles patched;
  private final SharedBlocks shared;
  private final SparingReader reader;

  Contents(
      Path source,
      EntryList list,
      WireSender wire,
      Offers offers,
      Progress progress,
      SparingReader reader) {
    this.source = source;
    this.list = list;
    this.wire = wire;
    this.progress = progress;
    this.offers = offers;
    this.reader = reader;
    this.shared = new SharedBlocks(source, list, wire, progress);
    this.patched = new PatchedFiles(wire, offers, progress);
  }

  void send() throws IOException, InterruptedException {
    SendOrder.forEach(list, this::sendFile);
    patched.flush();
    shared.send();
  }

  private void sendFile(int number, Entry entry) throws IOException, InterruptedException {
    Path file = source.resolve(list.path(entry));
    SourceNode.requireAsListed(file, entry);
    if (offers.next(entry)) {
      patch(number, entry, file);
      return;
    }
    for (long at = 0; at < entry.size(); at += Blocks.PART) {
      int length = Blocks.partLength(entry.size(), at);
      sendPart(number, at, length, file);
      progress.content(length, at + length == entry.size() ? 1 : 0);
    }
  }

  private void sendPart(int number, long at, int length, Path file)
      throws IOException, InterruptedException {
    Optional<ByteBuffer> part = reader.read(file, at, length);
    if (part.isPresent()) {
      wire.sendBytes(number, at, part.get());
    } else {
      wire.sendFile(number, at, length, file);
    }
  }

  private void patch(int number, Entry entry, Path file) throws InterruptedException {
    try {
      patched.send(number, entry, file);
    } catch (IOException failed) {
      SourceNode.requireAsListed(file, entry);
      throw SourceFailure.of(file, failed);
    }
  }

  /** Requires, when all is sent, that nothing has changed since it was listed. */
  void requireUnchanged(Beats beats) throws IOException, InterruptedException {
    list.forEach(
        (number, entry) -> {
          if (entry.isFile() || entry.isFolder()) {
            SourceNode.requireAsListed(source.resolve(list.path(entry)), entry);
            beats.beat();
          }
        });
  }
}
