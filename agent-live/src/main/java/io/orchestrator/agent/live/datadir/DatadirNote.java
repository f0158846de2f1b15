package io.orchestrator.agent.live.datadir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
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
 * @param uid its owner
 * @param gid its group
 * @param mode its permissions, with setuid, setgid and sticky
 */
record DatadirNote(Path datadir, long inode, int uid, int gid, int mode) {
  private static final Logger log = LoggerFactory.getLogger(DatadirNote.class);
  private static final int MODE_BITS = 07777;
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18}) (\\d{1,10}) (\\d{1,10}) ([0-7]{1,4}) (/.*)\n", Pattern.DOTALL);

  /** What it is now. */
  static DatadirNote of(Path datadir) throws IOException {
    Map<String, Object> now =
        Files.readAttributes(datadir, "unix:ino,uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
    return new DatadirNote(
        datadir,
        number(now, "ino").longValue(),
        number(now, "uid").intValue(),
        number(now, "gid").intValue(),
        number(now, "mode").intValue() & MODE_BITS);
  }

  private static Number number(Map<String, Object> all, String name) {
    return (Number) Objects.requireNonNull(all.get(name), name);
  }

  /** What was written there; empty if there is nothing, or nothing whole. */
  static Optional<DatadirNote> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Matcher text = TEXT.matcher(Files.readString(file));
      if (text.matches()) {
        return Optional.of(
            new DatadirNote(
                Path.of(text.group(5)),
                Long.parseLong(text.group(1)),
                Integer.parseUnsignedInt(text.group(2)),
                Integer.parseUnsignedInt(text.group(3)),
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
        "%d %s %s %o %s\n"
            .formatted(
                inode, Integer.toUnsignedString(uid), Integer.toUnsignedString(gid), mode, datadir);
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
