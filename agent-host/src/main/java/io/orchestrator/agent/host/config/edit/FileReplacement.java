package io.orchestrator.agent.host.config.edit;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A new text of a file, on disk beside it with the same rights, to be renamed over it. */
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
  static FileReplacement prepare(Path named, String before, String after)
      throws InterruptedException {
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
      } catch (IOException | InterruptedException | RuntimeException failed) {
        replacement.cleanUp();
        throw failed;
      }
    } catch (IOException failed) {
      throw notChanged(named, failed);
    }
  }

  private void fill(String text) throws IOException, InterruptedException {
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
    // By cp, for Java knows nothing of access control lists and security labels.
    Command copy =
        Command.of("cp", "--attributes-only", "--preserve=all", "--", "" + file, "" + fresh);
    CommandResult copied = new ProcessRunner(false).tryRun(copy.with("LC_ALL", "C"));
    if (!copied.succeeded()) {
      throw new FileSystemException(fresh.toString(), null, copied.lastWords());
    }
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));
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
