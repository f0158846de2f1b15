package io.orchestrator.agent.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The folders of the configured directory. A symbolic link is none: it could lead anywhere. */
final class Folders {
  private static final Comparator<Folder> NEWEST_FIRST =
      Comparator.comparing(Folder::modified).thenComparing(Folder::path).reversed();

  /**
   * One of them.
   *
   * @param modified when its list of files changed last; a snapshot has that of what it was taken
   *     of, so that several may have the same
   */
  record Folder(Path path, Instant modified) {}

  private final Path directory;
  private final Optional<String> filter;

  Folders(Path directory, Optional<String> filter) {
    this.directory = directory;
    this.filter = filter;
  }

  List<Folder> list() {
    List<Folder> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        folder(entry).ifPresent(folders::add);
      }
    } catch (DirectoryIteratorException failed) {
      throw unreadable(Objects.requireNonNull(failed.getCause()));
    } catch (IOException failed) {
      throw unreadable(failed);
    }
    folders.sort(NEWEST_FIRST);
    return folders;
  }

  /**
   * The folder of this path. Looked up, and not made from the text: that way {@code ..} leads
   * nowhere, and a name works that Java can't spell in the agent's locale.
   */
  Optional<Path> find(String path) {
    return list().stream().map(Folder::path).filter(at -> at.toString().equals(path)).findFirst();
  }

  private static Optional<Folder> folder(Path entry) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return attributes.isDirectory()
          ? Optional.of(new Folder(entry, attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException rotated) {
      return Optional.empty();
    }
  }

  /** Its size is 0: to know it would mean to walk through all of its files. */
  Volume toVolume(Folder folder) {
    Path name = folder.path().getFileName();
    String text = name == null ? "" : name.toString();
    return new Volume(
        folder.path().toString(),
        text,
        directory.toString(),
        true,
        filter.isEmpty() || text.contains(filter.get()),
        true,
        0,
        0,
        Optional.empty(),
        Optional.of(folder.modified()));
  }

  private AgentException unreadable(IOException failed) {
    String what = "Could not list the snapshots in SnapshotDirectory " + directory + ": ";
    if (failed instanceof AccessDeniedException) {
      return new AgentException(
          ErrorCode.PERMISSION_DENIED,
          what + "the agent's user may not read it. Give it the right, or run the agent as root",
          failed);
    }
    if (failed instanceof NoSuchFileException || failed instanceof NotDirectoryException) {
      return new AgentException(
          ErrorCode.IO_FAILED,
          what + "there is no such directory. Create it or name another",
          failed);
    }
    return new AgentException(ErrorCode.IO_FAILED, what + failed, failed);
  }
}
