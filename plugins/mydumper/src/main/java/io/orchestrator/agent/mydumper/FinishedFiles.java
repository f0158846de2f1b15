package io.orchestrator.agent.mydumper;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    Optional<Set<Path>> open = there.isEmpty() ? Optional.empty() : open(pid);
    return open.map(files -> there.stream().filter(file -> !files.contains(file)).toList())
        .orElse(List.of());
  }

  /** Is it one with rows? */
  static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".sql") || name.endsWith(".sql.gz");
  }

  private Optional<Set<Path>> open(long pid) {
    Set<Path> open = new HashSet<>();
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
          target(descriptor).ifPresent(open::add);
        }
      } catch (IOException | DirectoryIteratorException unseen) {
        // Of one that can't be looked at, or has just ended, nothing is known.
        return Optional.empty();
      }
    }
    return Optional.of(open);
  }

  private static Optional<Path> target(Path descriptor) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor));
    } catch (NoSuchFileException closed) {
      return Optional.empty();
    }
  }
}
