package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The error log of a private server, as MariaDB and MySQL write it: read once, as it grows, and no
 * more kept of it than is told. Usable from several threads.
 */
final class ServerLog {
  private static final long LARGEST = 64L << 20;
  private static final int LONGEST_LINE = 8 << 10;
  private static final int MOST_ERRORS = 100;
  private static final int LAST = 3;

  private final Path file;
  private final long largest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> innodbErrors = new ArrayList<>();
  private final Deque<String> lastErrors = new ArrayDeque<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private Optional<HostFault> fault = Optional.empty();
  private boolean ready;
  private long offset;

  ServerLog(Path file) {
    this(file, LARGEST);
  }

  ServerLog(Path file, long largest) {
    this.file = file;
    this.largest = largest;
  }

  /**
   * Reads what is new.
   *
   * @throws AgentException {@code RESOURCES_EXHAUSTED} if the log is too large, {@code IO_FAILED}
   */
  synchronized void read() {
    try (SeekableByteChannel log =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      log.position(offset);
      ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
      while (log.read(bytes) > 0) {
        bytes.flip();
        offset += bytes.remaining();
        requireNotTooLarge();
        while (bytes.hasRemaining()) {
          add(bytes.get());
        }
        bytes.clear();
      }
    } catch (NoSuchFileException notYet) {
      return;
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not read the log of the private server: " + e, e);
    }
  }

  private void requireNotTooLarge() {
    if (offset > largest) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED,
          "The private server has written more than "
              + (largest >> 20)
              + " MiB to its error log, so it was ended; its last words: "
              + lastWords());
    }
  }

  private void add(byte next) {
    if (next == '\n') {
      note(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else if (line.size() < LONGEST_LINE) {
      line.write(next);
    }
  }

  private void note(String raw) {
    String text = raw.replaceAll("\\p{Cntrl}+", " ").strip();
    if (text.isEmpty()) {
      return;
    }
    ready |= text.contains("ready for connections");
    keep(lastLines, text);
    boolean error = text.contains("[ERROR]");
    if (error) {
      keep(lastErrors, text);
    }
    if (error && text.contains("InnoDB") && innodbErrors.size() < MOST_ERRORS) {
      innodbErrors.add(text);
    }
    if (fault.isEmpty() && !text.contains("[Note]") && !text.contains("[Warning]")) {
      fault = HostFault.in(text);
    }
  }

  private static void keep(Deque<String> last, String text) {
    last.addLast(text);
    if (last.size() > LAST) {
      last.removeFirst();
    }
  }

  /** Does the server answer? */
  synchronized boolean isReady() {
    return ready;
  }

  /** What InnoDB called an error; the first hundred. */
  synchronized List<String> innodbErrors() {
    return List.copyOf(innodbErrors);
  }

  /** The first trouble of the host that it has. */
  synchronized Optional<HostFault> fault() {
    return fault;
  }

  /** The last errors, or the last lines if there are none; one line. */
  synchronized String lastWords() {
    return String.join("; ", lastErrors.isEmpty() ? lastLines : lastErrors);
  }
}
