package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Where a private server has what is not data: in the datadir, which its user can reach, and where
 * it goes away with the rest if the agent is killed. Servers do not take it for a database. Its
 * user makes what is in it, or root in folders that are open: by their path he could be led astray.
 */
final class PrivateFolder {
  /** A socket's path must be short, so the server and its client name it from the datadir. */
  static final String NAME = ".private-server";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final CommandRunner commands;
  private final ServerUser user;
  private final Path datadir;
  private final Path folder;

  private PrivateFolder(CommandRunner commands, ServerUser user, Path datadir) {
    this.commands = commands;
    this.user = user;
    this.datadir = datadir;
    this.folder = datadir.resolve(NAME);
  }

  /** Makes it, for this user alone. */
  static PrivateFolder make(CommandRunner commands, ServerUser user, Path datadir)
      throws InterruptedException {
    PrivateFolder made = new PrivateFolder(commands, user, datadir);
    made.delete();
    made.make(made.folder);
    return made;
  }

  /**
   * Makes another one in it and opens it. It is the agent's: the user can read what is in it and
   * take it elsewhere, but put nothing into it.
   */
  SecureDirectoryStream<Path> makeOpen(String name) {
    Path inner = Path.of(name);
    try (DirectoryStream<Path> top = Files.newDirectoryStream(datadir);
        SecureDirectoryStream<Path> parent =
            secure(top).newDirectoryStream(folder.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
      // Made in the datadir, whose path is not that user's to change, and moved by open folders.
      Path made = Files.createTempDirectory(datadir, NAME + "-");
      secure(top).move(made.getFileName(), parent, inner);
      SecureDirectoryStream<Path> open =
          parent.newDirectoryStream(inner, LinkOption.NOFOLLOW_LINKS);
      boolean own = false;
      try {
        requireOwn(open);
        own = true;
        return open;
      } finally {
        if (!own) {
          open.close();
        }
      }
    } catch (IOException failed) {
      throw failure("make", folder.resolve(inner), failed);
    }
  }

  /** And not one that the user has put in its place. */
  private static void requireOwn(SecureDirectoryStream<Path> open) throws IOException {
    PosixFileAttributeView view = open.getFileAttributeView(PosixFileAttributeView.class);
    if (!view.getOwner().equals(Files.getOwner(Path.of("/proc/self")))) {
      throw new IOException("another user has put one of his own in its place");
    }
    view.setPermissions(READABLE);
  }

  private void make(Path path) throws InterruptedException {
    CommandResult end =
        commands.tryRun(
            Command.of(user.line(List.of("mkdir", "--mode=0700", "--", path.toString())))
                .with("LC_ALL", "C")
                .within(LIMIT));
    if (!end.succeeded()) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not make " + path + ": " + end.lastWords());
    }
  }

  Path path() {
    return folder;
  }

  Path errorLog() {
    return folder.resolve("error.log");
  }

  /**
   * Writes an option file, which may hold a key: for the server's user alone to read.
   *
   * @param options as {@code name} or {@code name=value}
   */
  Path writeOptions(List<String> options) throws InterruptedException {
    Path file = folder.resolve("my.cnf");
    StringBuilder text = new StringBuilder("[mysqld]\n");
    for (String option : options) {
      String[] parts = option.split("=", 2);
      text.append(parts[0]);
      if (parts.length == 2) {
        text.append("=\"").append(parts[1].replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
      text.append('\n');
    }
    // The folder's mode keeps others from reading it.
    List<String> write = List.of("dd", "of=" + file, "status=none", "conv=excl");
    try (RunningCommand running =
        commands.start(Command.of(user.line(write)).with("LC_ALL", "C").within(LIMIT))) {
      running.stdin().write(text.toString().getBytes(StandardCharsets.UTF_8));
      running.stdin().close();
      CommandResult end = running.waitFor();
      if (!end.succeeded()) {
        throw new AgentException(
            ErrorCode.IO_FAILED, "Could not write " + file + ": " + end.lastWords());
      }
      return file;
    } catch (IOException failed) {
      throw failure("write into", folder, failed);
    }
  }

  /** Deletes it and all that is in it; links are not followed, whoever puts them there when. */
  void delete() {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> parent = Files.newDirectoryStream(datadir)) {
      delete(secure(parent), folder.getFileName());
    } catch (IOException failed) {
      throw failure("delete", folder, failed);
    }
  }

  private static void delete(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    boolean isFolder =
        parent
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isDirectory();
    if (!isFolder) {
      parent.deleteFile(name);
      return;
    }
    try (SecureDirectoryStream<Path> entries =
        parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries) {
        delete(entries, entry.getFileName());
      }
    }
    parent.deleteDirectory(name);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder)
      throws IOException {
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this system can't delete without following links");
  }

  private static AgentException failure(String what, Path folder, IOException cause) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not " + what + " " + folder + ": " + cause, cause);
  }
}
