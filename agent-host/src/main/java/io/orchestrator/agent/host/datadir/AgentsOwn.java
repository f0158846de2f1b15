package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The agent's own folders inside a datadir. Nothing in them counts as data. */
public final class AgentsOwn {
  /** How their names begin. */
  static final String PREFIX = ".orchestrator-agent";

  private AgentsOwn() {}

  /** Is it one of them? */
  public static boolean is(Path entry) {
    return entry.getFileName().toString().startsWith(PREFIX);
  }

  /**
   * Those that there are and that the agent's user may see, by name. Links are none.
   *
   * @throws AgentException {@code IO_FAILED} if the datadir can't be listed
   */
  public static List<Path> folders(Path datadir) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(datadir, AgentsOwn::is)) {
      entries.forEach(
          entry -> {
            if (exists(entry)) {
              folders.add(entry);
            }
          });
    } catch (AccessDeniedException | NotDirectoryException | NoSuchFileException none) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not list " + datadir + ": " + e, e);
    }
    return folders.stream().sorted().toList();
  }

  /** The names of those, which a measure of the data leaves out. */
  public static Set<String> names(Path datadir) {
    return folders(datadir).stream()
        .map(folder -> folder.getFileName().toString())
        .collect(Collectors.toSet());
  }

  static boolean exists(Path folder) {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  static void create(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Did it fail because the file system is full? No class of its own: room, inodes, a quota. */
  static boolean isForLackOfRoom(FileSystemException failure) {
    return failure.getClass() == FileSystemException.class;
  }

  /**
   * Moves entries of one folder into another of the same file system; never onto what is there, and
   * never through links.
   *
   * @param datadir both are in it, or are it
   */
  static void move(Path datadir, List<Path> entries, Path folder) throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    Path parent = Objects.requireNonNull(entries.get(0).getParent());
    try (SecureDirectoryStream<Path> from = OpenFolder.open(datadir, parent);
        SecureDirectoryStream<Path> to = OpenFolder.open(datadir, folder)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (contains(to, name)) {
          throw new IOException(folder.resolve(name) + " exists already");
        }
        from.move(name, to, name);
      }
    }
  }

  private static boolean contains(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    try {
      var unused =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      return true;
    } catch (NoSuchFileException none) {
      return false;
    }
  }

  /** What was renamed in it is on disk. */
  static void sync(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
  }
}
