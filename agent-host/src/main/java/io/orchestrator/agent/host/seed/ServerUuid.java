package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UUID by which MySQL knows a server: two that have the same one can't replicate from each
 * other. A server makes a new one if it has none.
 */
final class ServerUuid {
  private static final Logger log = LoggerFactory.getLogger(ServerUuid.class);

  private static final String FILE = "auto.cnf";

  @Inject
  ServerUuid() {}

  /**
   * Takes it out of a datadir that came from another server, whatever brought it.
   *
   * @throws AgentException {@code IO_FAILED} if that fails
   */
  void forget(Path datadir) {
    try {
      if (Files.deleteIfExists(datadir.resolve(FILE))) {
        log.info("Removed the source's {} from {}", FILE, datadir);
        try (FileChannel folder = FileChannel.open(datadir)) {
          folder.force(true);
        }
      }
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not remove the source's server UUID, "
              + datadir.resolve(FILE)
              + ": "
              + e
              + "; the agent's user must be able to empty the datadir",
          e);
    }
  }
}
