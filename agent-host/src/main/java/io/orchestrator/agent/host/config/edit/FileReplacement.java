package io.orchestrator.agent.host.config.edit;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** A new text of a file, on disk beside it with the same owner and mode, to be renamed over it. */
final class FileReplacement {
  private final Path file;
  private final Path fresh;

  private FileReplacement(Path file, Path fresh) {
    this.file = file;
    this.fresh = fresh;
  }

  /**
   * Writes the text beside the file; behind a symbolic link it is the link's target.
   *
   * @param before what the file must have in it now
   */
  static FileReplacement prepare(Path named, String before, String after) {
    try {
      Path file = named.toRealPath();
      if (!Files.readString(file).equals(before)) {
        throw new AgentException(
            ErrorCode.CONFLICT, "Did not change " + named + ": somebody else has just changed it");
      }
      Path fresh = Files.createTempFile(file.getParent(), "." + file.getFileName() + ".", ".new");
      FileReplacement replacement = new FileReplacement(file, fresh);
      try {
        replacement.fill(after);
        return replacement;
      } catch (IOException | RuntimeException failed) {
        replacement.cleanUp();
        throw failed;
      }
    } catch (IOException failed) {
      throw notChanged(named, failed);
    }
  }

  private void fill(String text) throws IOException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes now = Files.readAttributes(fresh, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (!now.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!now.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    view.setPermissions(old.permissions());
  }

  /** Puts it in the file's place. */
  void move() {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel directory = FileChannel.open(file.getParent())) {
        directory.force(true);
      }
    } catch (IOException failed) {
      throw notChanged(file, failed);
    }
  }

  /** Leaves nothing behind if it was not moved. */
  void cleanUp() {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException failed) {
      throw notChanged(fresh, failed);
    }
  }

  private static AgentException notChanged(Path file, IOException why) {
    String reason = why.getMessage();
    String what =
        why instanceof FileSystemException known && known.getReason() != null
            ? known.getReason()
            : why.getClass().getSimpleName() + (reason == null ? "" : " " + reason);
    boolean rights = why instanceof AccessDeniedException || what.contains("not permitted");
    return new AgentException(
        rights ? ErrorCode.PERMISSION_DENIED : ErrorCode.IO_FAILED,
        "Could not change "
            + file
            + ": "
            + (rights
                ? "run this as root, or as the owner of the file and of its folder (" + what + ")"
                : what),
        why);
  }
}
