package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the source, folder by folder, on the wire and in the list at once. Links are not followed,
 * and what is mounted below is an empty folder.
 */
final class Walk {
  private static final Logger log = LoggerFactory.getLogger(Walk.class);
  private static final long FLUSH_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final Path source;
  private final Exclusions exclusions;
  private final EntryList list;
  private final DataOutputStream wire;
  private final Progress progress;

  /** A bit for each number: far less than the list, which is on disk. */
  private final BitSet folders = new BitSet();

  private final LinkIndex links = new LinkIndex();
  private final boolean extended;
  private final long device;
  private long nextFlush = System.nanoTime() + FLUSH_EVERY;

  Walk(Path source, Exclusions exclusions, EntryList list, DataOutputStream wire, Progress progress)
      throws IOException {
    this.source = source;
    this.exclusions = exclusions;
    this.list = list;
    this.wire = wire;
    this.progress = progress;
    this.extended = ExtendedAttributes.areThere(source);
    this.device = SourceNode.of(source).device();
  }

  /** Lists everything. */
  void run() throws IOException, InterruptedException {
    SourceNode top = SourceNode.of(source);
    add(Entry.folder(0, RawName.NONE, attributes(source, top)));
    for (int number = 0; number >= 0; number = folders.nextSetBit(number + 1)) {
      listFolder(number, list.folder(number));
    }
  }

  private void listFolder(int number, Path folder) throws IOException, InterruptedException {
    Path absolute = source.resolve(folder);
    try {
      if (SourceNode.of(absolute).device() != device) {
        log.warn("{} is another file system: what is in it is not sent", absolute);
        return;
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(absolute)) {
        for (Path child : children) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          if (!exclusions.leavesOut(folder.resolve(child.getFileName()))) {
            addChild(number, child);
          }
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw SourceFailure.of(absolute, new IOException("listing it failed", failed));
    } catch (IOException failed) {
      throw SourceFailure.of(absolute, failed);
    }
  }

  private void addChild(int folder, Path child) throws IOException, InterruptedException {
    Entry entry;
    try {
      SourceNode node = SourceNode.of(child);
      if (!node.isFolder() && !node.isFile() && !node.isLink()) {
        log.debug("{} is neither a file nor a folder nor a link: it is not sent", child);
        return;
      }
      entry = entry(folder, child, node);
    } catch (IOException failed) {
      throw SourceFailure.of(child, failed);
    }
    add(entry);
  }

  private Entry entry(int folder, Path child, SourceNode node) throws IOException {
    RawName name = RawName.of(child.getFileName());
    Attributes attributes = attributes(child, node);
    if (node.isFolder()) {
      return Entry.folder(folder, name, attributes);
    }
    if (node.isLink()) {
      RawName target = RawName.of(Files.readSymbolicLink(child));
      return Entry.symbolicLink(folder, name, attributes, target);
    }
    requireHarmless(child, attributes);
    int number = list.count();
    int first = node.links() > 1 ? links.first(node.inode(), number) : number;
    return first == number
        ? Entry.file(folder, name, attributes, node.size())
        : Entry.hardLink(folder, name, attributes, first);
  }

  /** The target would refuse it, but knows less about where it is. */
  private static void requireHarmless(Path file, Attributes attributes) {
    if (attributes.runsAsOwner()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          String.format(
              "Could not send %s: it is a file with setuid or setgid (mode %o), which no target"
                  + " takes. Take them from it where the server has it (chmod ug-s), and seed from a"
                  + " new snapshot",
              Sizes.name(file), attributes.mode()));
    }
  }

  private Attributes attributes(Path path, SourceNode node) throws IOException {
    Instant changed = node.modified();
    Map<String, byte[]> more =
        extended && !node.isLink() ? ExtendedAttributes.read(path) : Map.of();
    return new Attributes(
        node.mode(), node.uid(), node.gid(), changed.getEpochSecond(), changed.getNano(), more);
  }

  private void add(Entry entry) throws IOException {
    if (entry.isFolder()) {
      folders.set(list.count());
    }
    EntryFormat.write(entry, wire);
    progress.entry(list.add(entry));
    if (System.nanoTime() - nextFlush >= 0) {
      nextFlush = System.nanoTime() + FLUSH_EVERY;
      wire.flush();
    }
  }
}
