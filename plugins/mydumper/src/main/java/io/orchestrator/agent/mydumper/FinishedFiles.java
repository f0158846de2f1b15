package io.orchestrator.agent.mydumper;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of mydumper's files are whole while it still runs. It writes each one from its beginning to
 * its end and opens it once, so one that is there and that it does not hold open any more is whole.
 */
final class FinishedFiles {
  private final FileFolder spool;
  private final Path proc;

  FinishedFiles(FileFolder spool) {
    this(spool, Path.of("/proc"));
  }

  FinishedFiles(FileFolder spool, Path proc) {
    this.spool = spool;
    this.proc = proc;
  }

  /** Those of a running program and its children; none where these can't be looked at. */
  List<Path> of(long pid) {
    // In this order: what is opened after the list was made is not on it.
    List<Path> there = spool.files().stream().filter(FinishedFiles::isData).toList();
    Optional<Set<Object>> open = there.isEmpty() ? Optional.empty() : open(pid);
    return open.map(keys -> there.stream().filter(file -> isClosed(file, keys)).toList())
        .orElse(List.of());
  }

  private static boolean isClosed(Path file, Set<Object> open) {
    try {
      return key(file).filter(key -> !open.contains(key)).isPresent();
    } catch (IOException unseen) {
      return false;
    }
  }

  /** Is it one with rows? */
  static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".sql") || name.endsWith(".sql.gz");
  }

  private Optional<Set<Object>> open(long pid) {
    Set<Object> open = new HashSet<>();
    List<Long> pids =
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid))
            .toList();
    for (long each : pids) {
      try (DirectoryStream<Path> descriptors =
          Files.newDirectoryStream(proc.resolve(each + "/fd"))) {
        for (Path descriptor : descriptors) {
          key(descriptor).ifPresent(open::add);
        }
      } catch (IOException | DirectoryIteratorException unseen) {
        // Of one that can't be looked at, or has just ended, nothing is known.
        return Optional.empty();
      }
    }
    return Optional.of(open);
  }

  /** Device and inode: a path would be another one wherever a folder above is a link. */
  private static Optional<Object> key(Path file) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }
}
