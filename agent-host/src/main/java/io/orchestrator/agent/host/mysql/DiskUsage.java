package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much data is where. Only one directory is measured at a time, so that a host's disk is not
 * kept busy with it; who asks for the same one shares the answer, for about as long as it took.
 */
@Singleton
public final class DiskUsage {
  /** How long measuring may take at most. */
  public static final Duration LIMIT = Duration.ofSeconds(45);

  private static final Duration AT_LEAST = Duration.ofSeconds(1);
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final int MAX_ANSWERS = 64;

  private record Question(Path directory, Set<String> without) {}

  private final DuCommand du;
  private final boolean withSudo;
  private final Duration limit;
  private final Semaphore walking = new Semaphore(1, true);
  private final Map<Question, SharedAnswer<Long>> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, SharedAnswer<Long>> eldest) {
          return size() > MAX_ANSWERS;
        }
      };

  /** Measures in Java, and with {@code du} where the agent's user may not look. */
  @Inject
  public DiskUsage(CommandRunner commands, AgentConfig config) {
    this(commands, config.execWithSudo(), LIMIT);
  }

  DiskUsage(CommandRunner commands, boolean withSudo, Duration limit) {
    this.du = new DuCommand(commands, limit);
    this.withSudo = withSudo;
    this.limit = limit;
  }

  /** The same as {@link #bytes(Path, Set)} with nothing left out. */
  public long bytes(Path path) throws InterruptedException {
    return bytes(path, Set.of());
  }

  /**
   * The bytes in a directory or file as {@code du -sb} counts them: apparent sizes, hard-linked
   * files once, links not followed. The path itself may be a link.
   *
   * @param path absolute
   * @param without names of entries directly inside that don't count
   * @throws AgentException {@code INVALID_ARGUMENT} if the path is relative, {@code NOT_FOUND} if
   *     there is nothing, {@code PERMISSION_DENIED} if the agent may not look, {@code TIMED_OUT}
   *     after 45 seconds
   * @throws InterruptedException if the calling thread is interrupted
   */
  public long bytes(Path path, Set<String> without) throws InterruptedException {
    return bytes(path, without, limit);
  }

  /**
   * The same for who has less time: {@code TIMED_OUT} after that, unless another caller is
   * measuring it already.
   *
   * @param atMost counts only if it is shorter than the usual limit
   */
  public long bytes(Path path, Set<String> without, Duration atMost) throws InterruptedException {
    Duration mine = atMost.compareTo(limit) < 0 ? atMost : limit;
    Question question = new Question(real(path), Set.copyOf(without));
    SharedAnswer<Long> answer;
    synchronized (answers) {
      answer =
          answers.computeIfAbsent(
              question,
              asked -> new SharedAnswer<>(() -> measure(asked, limit), DiskUsage::goodFor));
    }
    return answer.get(() -> measure(question, mine));
  }

  /** Whoever asks from now on for this directory or one in it gets no answer from before. */
  public void forget(Path path) {
    Path directory = real(path);
    synchronized (answers) {
      answers.keySet().removeIf(question -> question.directory().startsWith(directory));
    }
  }

  /**
   * The bytes that are used on the file system whose top this path is: told at once, without a
   * walk. Empty if the path is inside of a file system, or at the top of one that shares its space
   * with others, as subvolumes of btrfs do.
   *
   * @param path absolute
   * @throws AgentException {@code INVALID_ARGUMENT}, {@code NOT_FOUND} or {@code PERMISSION_DENIED}
   *     as {@link #bytes(Path, Set)}
   */
  public OptionalLong ofFileSystemAt(Path path) {
    Path top = real(path);
    try {
      Path parent = top.getParent();
      FileStore store = Files.getFileStore(top);
      return (parent == null || device(parent) != device(top)) && !store.type().equals("btrfs")
          ? OptionalLong.of(store.getTotalSpace() - store.getUnallocatedSpace())
          : OptionalLong.empty();
    } catch (IOException failed) {
      throw failed(path, failed);
    }
  }

  private static long device(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:dev");
  }

  /**
   * The bytes that are free for the agent's user on the file system of this path.
   *
   * @param path absolute
   * @throws AgentException {@code INVALID_ARGUMENT}, {@code NOT_FOUND} or {@code PERMISSION_DENIED}
   *     as {@link #bytes(Path, Set)}
   */
  public long freeBytes(Path path) {
    return real(path).toFile().getUsableSpace();
  }

  private static Duration goodFor(Duration took) {
    Duration atLeast = took.compareTo(AT_LEAST) < 0 ? AT_LEAST : took;
    return atLeast.compareTo(AT_MOST) > 0 ? AT_MOST : atLeast;
  }

  private static Path real(Path path) {
    if (!path.isAbsolute()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "Measuring " + path + ": the path is not absolute; give one that starts with /");
    }
    try {
      return path.toRealPath();
    } catch (NoSuchFileException absent) {
      throw notFound(path, absent);
    } catch (AccessDeniedException denied) {
      throw refused(path, denied);
    } catch (IOException failed) {
      throw failed(path, failed);
    }
  }

  private long measure(Question question, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    if (!walking.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "Measuring "
              + question.directory()
              + " did not begin within "
              + atMost.toSeconds()
              + " s because another directory is being measured; try again later");
    }
    try {
      return new DiskWalk(question.directory(), question.without(), end).bytes();
    } catch (NoSuchFileException absent) {
      throw notFound(question.directory(), absent);
    } catch (AccessDeniedException denied) {
      if (withSudo) {
        long left = Math.max(end - System.nanoTime(), TimeUnit.SECONDS.toNanos(1));
        return du.bytes(question.directory(), question.without(), Duration.ofNanos(left));
      }
      throw refused(question.directory(), denied);
    } catch (IOException failed) {
      throw failed(question.directory(), failed);
    } finally {
      walking.release();
    }
  }

  private static AgentException notFound(Path path, IOException cause) {
    return new AgentException(
        ErrorCode.NOT_FOUND, "Measuring " + path + ": there is no such file or directory", cause);
  }

  private static AgentException refused(Path path, IOException cause) {
    return new AgentException(
        ErrorCode.PERMISSION_DENIED,
        "Measuring "
            + path
            + ": permission denied at "
            + cause.getMessage()
            + "; let the agent's user look, or set ExecWithSudo",
        cause);
  }

  private static AgentException failed(Path path, IOException cause) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Measuring " + path + " failed: " + cause, cause);
  }
}
