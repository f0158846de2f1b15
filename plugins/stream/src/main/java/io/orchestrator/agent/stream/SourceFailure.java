package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why something in the source could not be sent, by its name. */
final class SourceFailure {
  private static final String RULE = ": in a snapshot nothing may change";

  private SourceFailure() {}

  static AgentException of(Path path, IOException failed) throws InterruptedException {
    if (failed instanceof ClosedByInterruptException || failed instanceof InterruptedIOException) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("sending " + path + " was interrupted");
    }
    String what = "Could not send " + Sizes.name(path);
    if (failed instanceof NoSuchFileException || failed instanceof NotDirectoryException) {
      return new AgentException(
          ErrorCode.IO_FAILED, what + ": it has vanished while it was sent" + RULE, failed);
    }
    if (failed instanceof AccessDeniedException) {
      return new AgentException(
          ErrorCode.PERMISSION_DENIED,
          what + ": the agent's user may not read it. Run the agent as root",
          failed);
    }
    return new AgentException(ErrorCode.IO_FAILED, what + ": " + failed, failed);
  }

  static AgentException changed(Path path, SourceNode now, Entry listed) {
    String how =
        !now.isFile() && !now.isFolder()
            ? "something else has come in its place"
            : listed.isFolder()
                ? "names in it have come or gone"
                : now.size() == listed.size()
                    ? "it has changed"
                    : "it has "
                        + (now.size() < listed.size() ? "shrunk" : "grown")
                        + " from "
                        + listed.size()
                        + " to "
                        + now.size()
                        + " bytes";
    return new AgentException(
        ErrorCode.IO_FAILED,
        "Could not send " + Sizes.name(path) + ": " + how + " while it was sent" + RULE);
  }
}
