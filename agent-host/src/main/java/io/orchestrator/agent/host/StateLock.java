package io.orchestrator.agent.host;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.state.StateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second agent out of the state directory. The kernel lets go when the process ends. */
final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  static StateLock acquire(Path stateDirectory) {
    FileChannel channel = null;
    try {
      StateFiles.createDirectories(stateDirectory);
      channel =
          FileChannel.open(
              stateDirectory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new AgentException(
            ErrorCode.CONFLICT,
            "Another agent uses the state directory "
                + stateDirectory
                + "; stop it, or give each its own StateDirectory");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not use the state directory "
              + stateDirectory
              + ": "
              + e
              + "; StateDirectory must be a directory that the agent's user may write to",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
