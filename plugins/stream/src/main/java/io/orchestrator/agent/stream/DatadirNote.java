package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose a data directory is.
 *
 * @param datadir which
 * @param inode that it is no other of the same name
 * @param owner its owner and group
 * @param mode its permissions, with setuid, setgid and sticky
 */
record DatadirNote(Path datadir, long inode, Owner owner, int mode) {
  private static final Logger log = LoggerFactory.getLogger(DatadirNote.class);
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18}) (\\d{1,10}) (\\d{1,10}) ([0-7]{1,4}) (/.*)\n", Pattern.DOTALL);

  /** What it is now. */
  static DatadirNote of(Path datadir) throws IOException {
    SourceNode node = SourceNode.of(datadir);
    return new DatadirNote(datadir, node.inode(), new Owner(node.uid(), node.gid()), node.mode());
  }

  /** What was written there; empty if there is nothing, or nothing whole. */
  static Optional<DatadirNote> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Matcher text = TEXT.matcher(Files.readString(file));
      if (text.matches()) {
        Owner owner =
            new Owner(
                Integer.parseUnsignedInt(text.group(2)), Integer.parseUnsignedInt(text.group(3)));
        return Optional.of(
            new DatadirNote(
                Path.of(text.group(5)),
                Long.parseLong(text.group(1)),
                owner,
                Integer.parseInt(text.group(4), 8)));
      }
      log.warn("{} does not say whose the data directory was", file);
    } catch (IOException | IllegalArgumentException failed) {
      log.warn("{} does not say whose the data directory was: {}", file, failed.toString());
    }
    return Optional.empty();
  }

  boolean isOfTheSame(DatadirNote other) {
    return datadir.equals(other.datadir) && inode == other.inode;
  }

  /** Writes it, over what is there; it is on disk then. */
  void write(Path file) throws IOException {
    String text =
        String.format(
            "%d %s %s %o %s\n",
            inode,
            Integer.toUnsignedString(owner.uid()),
            Integer.toUnsignedString(owner.gid()),
            mode,
            datadir);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        int unused = out.write(bytes);
      }
      out.force(true);
    }
    try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
