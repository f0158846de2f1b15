package io.orchestrator.agent.testkit.live;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * A server that is to become a replica of another one.
 *
 * @param server the replica
 * @param source what it replicates, as root
 */
public record Replica(PrivateMariaDb server, PrivateMariaDb source) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Begins at the GTID set, and returns when it has everything that the source has now. */
  public void catchUpByGtid(ReplicationStart start) throws InterruptedException {
    String unused =
        server.sql("SET GLOBAL gtid_slave_pos = '" + start.gtidSet().orElseThrow() + "'");
    catchUp(start, "MASTER_USE_GTID = slave_pos");
  }

  /** Begins at file and position, and returns when it has everything that the source has now. */
  public void catchUpByPosition(ReplicationStart start) throws InterruptedException {
    BinaryLogPosition at = start.position().orElseThrow();
    catchUp(
        start, "MASTER_LOG_FILE = '%s', MASTER_LOG_POS = %d".formatted(at.file(), at.position()));
  }

  private void catchUp(ReplicationStart start, String place) throws InterruptedException {
    String unused =
        server.sql(
            "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_USER = 'root', MASTER_PORT = %d, %s; START SLAVE"
                .formatted(start.sourcePort(), place));
    String[] end = source.sql("SHOW MASTER STATUS").split("\t", -1);
    String wait = "SELECT IFNULL(MASTER_POS_WAIT('" + end[0] + "', " + end[1] + ", 10), 'stopped')";
    Awaitility.await("the replica catches up")
        .atMost(LIMIT)
        .until(() -> hasCaughtUp(server.sql(wait).strip()));
  }

  private boolean hasCaughtUp(String answer) throws InterruptedException {
    if (answer.equals("stopped")) {
      throw new IllegalStateException(
          "the replica has stopped: " + server.sql("SHOW SLAVE STATUS"));
    }
    return !answer.equals("-1");
  }
}
