package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Sends what is in the files: the biggest first, many small ones to a block at last. */
final class Contents {
  private final Path source;
  private final EntryList list;
  private final WireSender wire;
  private final Progress progress;
  private final Offers offers;
  private final PatchedFiles patched;
  private ByteBuffer shared = ByteBuffer.allocate(Blocks.SHARED_BLOCK);
  private final SparingReader reader;
  private int sharedFiles;
  private long sharedBlocks;

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
    this.patched = new PatchedFiles(wire, offers, progress);
  }

  void send() throws IOException, InterruptedException {
    SendOrder.forEach(list, this::sendFile);
    patched.flush();
    sendShared();
  }

  private void sendFile(int number, Entry entry) throws IOException, InterruptedException {
    Path file = source.resolve(list.path(entry));
    if (entry.size() <= Blocks.SMALL) {
      share(number, entry, file);
    } else {
      requireAsListed(file, entry);
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
      requireAsListed(file, entry);
      throw SourceFailure.of(file, failed);
    }
  }

  private void share(int number, Entry entry, Path file) throws IOException, InterruptedException {
    int length = (int) entry.size();
    if (shared.remaining() < Blocks.SHARED_HEADER + length) {
      sendShared();
    }
    shared.putInt(number).putInt(length);
    int end = shared.position() + length;
    shared.limit(end);
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      int read = 0;
      while (read >= 0 && shared.hasRemaining()) {
        read = in.read(shared);
      }
    } catch (IOException failed) {
      throw SourceFailure.of(file, failed);
    }
    if (shared.hasRemaining()) {
      requireAsListed(file, entry);
      throw new IOException(file + " is shorter than its size");
    }
    shared.limit(shared.capacity());
    sharedFiles++;
  }

  private void sendShared() throws InterruptedException {
    if (sharedFiles > 0) {
      ByteBuffer block = shared.flip();
      int content = block.remaining() - sharedFiles * Blocks.SHARED_HEADER;
      wire.sendBytes(Blocks.SHARED, sharedBlocks, block);
      progress.content(content, sharedFiles);
      shared = ByteBuffer.allocate(Blocks.SHARED_BLOCK);
      sharedFiles = 0;
      sharedBlocks++;
    }
  }

  /** Requires, when all is sent, that nothing has changed since it was listed. */
  void requireUnchanged(Beats beats) throws IOException, InterruptedException {
    list.forEach(
        (number, entry) -> {
          if (entry.isFile() || entry.isFolder()) {
            requireAsListed(source.resolve(list.path(entry)), entry);
            beats.beat();
          }
        });
  }

  private static void requireAsListed(Path path, Entry entry) throws InterruptedException {
    try {
      SourceNode now = SourceNode.of(path);
      if (!now.isAsListed(entry)) {
        throw SourceFailure.changed(path, now, entry);
      }
    } catch (IOException failed) {
      throw SourceFailure.of(path, failed);
    }
  }
}
