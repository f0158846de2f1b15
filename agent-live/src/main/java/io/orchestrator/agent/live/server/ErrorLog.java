package io.orchestrator.agent.live.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The end of a private server's error log. */
final class ErrorLog {
  private static final int END = 64 << 10;
  private static final int LAST = 3;

  /** As servers and their C library say it; a server may wait for room then, for ever. */
  private static final Pattern FULL =
      Pattern.compile(
          "(?i)no space left|disk (is|got) full|\\b(errno|errcode|os error)[: ]+28\\b"
              + "|the table '[^']{1,200}' is full");

  private static final Pattern ERROR = Pattern.compile("(?i)\\[ERROR]|disk (is|got) full");

  private final Path file;

  ErrorLog(Path file) {
    this.file = file;
  }

  /** Its last lines; none while it can't be read. */
  List<String> lines() {
    try (SeekableByteChannel log =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      log.position(Math.max(0, log.size() - END));
      ByteBuffer bytes = ByteBuffer.allocate(END);
      while (bytes.hasRemaining() && log.read(bytes) >= 0) {
        // It grows meanwhile; what fits is enough.
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException notYet) {
      return List.of();
    }
  }

  /** What it says about a full disk. */
  Optional<String> fullDisk() {
    return lines().stream().filter(ErrorLog::isAboutFullDisk).findFirst();
  }

  /** Is this text about a full disk? */
  static boolean isAboutFullDisk(String text) {
    return FULL.matcher(text).find();
  }

  /** The last errors, or the last lines if there are none, on one line. */
  String lastWords() {
    List<String> all = lines();
    List<String> errors = all.stream().filter(line -> ERROR.matcher(line).find()).toList();
    List<String> said = errors.isEmpty() ? all : errors;
    return String.join("; ", said.subList(Math.max(0, said.size() - LAST), said.size()));
  }
}
