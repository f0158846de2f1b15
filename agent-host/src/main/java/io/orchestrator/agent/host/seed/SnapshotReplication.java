package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.host.config.AgentConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a replica of a snapshot's data begins: in a file that a script has left in the data. */
final class SnapshotReplication {
  private static final Logger log = LoggerFactory.getLogger(SnapshotReplication.class);

  private static final int LARGEST = 2 << 20;

  private final String name;
  private final MySqlFacts mysql;

  @Inject
  SnapshotReplication(AgentConfig config, MySqlFacts mysql) {
    this.name = config.snapshots().replicationFile();
    this.mysql = mysql;
  }

  /** As that file has it; the data is none the worse if it can't be read. */
  Optional<ReplicationStart> find(Path datadir) throws InterruptedException {
    Path file = datadir.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(start(datadir, PositionNote.parse(read(file))));
    } catch (IOException | IllegalArgumentException | AgentException e) {
      log.warn(
          "Where replication starts is not known: {} (SnapshotReplicationFile) can't be used: {}",
          file,
          e.toString());
      return Optional.empty();
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it is larger than " + LARGEST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private ReplicationStart start(Path datadir, PositionNote note) throws InterruptedException {
    // A fleet's servers usually have the same port.
    int port = note.port().isPresent() ? note.port().get() : mysql.port();
    return new ReplicationStart(
        note.flavor().orElseGet(() -> flavor(datadir)), port, note.position(), note.gtidSet());
  }

  /** Only MariaDB has a storage engine of that name. */
  private static Flavor flavor(Path datadir) {
    return Files.exists(datadir.resolve("aria_log_control")) ? Flavor.MARIADB : Flavor.MYSQL;
  }
}
