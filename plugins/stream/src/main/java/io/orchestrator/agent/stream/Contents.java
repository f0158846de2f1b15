package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.wire.WireSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Sends what is in the files: the biggest first, many small ones to a block at last. */
final class Contents {
  private final Path source;
  private final EntryList list;
  private final Offers offers;
  private final PatchedFiles patched;
  private final SharedBlocks shared;
  private final FilesInTurn files;

  Contents(
      Path source,
      EntryList list,
      WireSender wire,
      Offers offers,
      FilesInTurn files,
      Progress progress) {
    this.source = source;
    this.list = list;
    this.offers = offers;
    this.files = files;
    this.shared = new SharedBlocks(source, list, wire, progress);
    this.patched = new PatchedFiles(wire, offers, progress);
  }

  void send() throws IOException, InterruptedException {
    SendOrder.forEach(list, this::sendFile);
    patched.flush();
    files.finish();
    shared.send();
  }

  private void sendFile(int number, Entry entry) throws IOException, InterruptedException {
    Path file = source.resolve(list.path(entry));
    SourceNode.requireAsListed(file, entry);
    if (offers.next(entry)) {
      patch(number, entry, file);
      return;
    }
    files.send(number, entry, file);
  }

  private void patch(int number, Entry entry, Path file) throws InterruptedException {
    try {
      patched.send(number, entry, file);
    } catch (IOException failed) {
      SourceNode.requireAsListed(file, entry);
      throw SourceFailure.of(file, failed);
    }
  }

  /**
   * Requires, when all is sent, that nothing has changed since it was listed. Files are looked at
   * first: that one has gone says more than that its folder has changed.
   */
  void requireUnchanged(Beats beats) throws IOException, InterruptedException {
    requireUnchanged(Entry::isFile, beats);
    requireUnchanged(Entry::isFolder, beats);
  }

  private void requireUnchanged(Predicate<Entry> which, Beats beats)
      throws IOException, InterruptedException {
    list.forEach(
        (number, entry) -> {
          if (which.test(entry)) {
            SourceNode.requireAsListed(source.resolve(list.path(entry)), entry);
            beats.beat();
          }
        });
  }
}
