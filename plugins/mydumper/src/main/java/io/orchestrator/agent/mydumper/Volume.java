package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.logical.OwnSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How large the source's data is, as the server knows it.
 *
 * @param data with indexes, in bytes
 * @param dump about what its files will take, in bytes
 */
record Volume(long data, long dump) {
  private static final long MIB = 1 << 20;

  /** Of users' tables alone. */
  static String ofUsers(OwnSchemas own) {
    return " FROM information_schema.TABLES WHERE " + own.areNot("TABLE_SCHEMA");
  }

  /** Asks the server; nothing where that takes too long. */
  static Volume ask(ServerClient client, OwnSchemas own, boolean compressed)
      throws InterruptedException {
    try {
      List<String> row =
          client
              .rows(
                  "SELECT COALESCE(SUM(DATA_LENGTH), 0), COALESCE(SUM(INDEX_LENGTH), 0)"
                      + ofUsers(own))
              .get(0);
      long rows = Long.parseLong(row.get(0));
      return new Volume(rows + Long.parseLong(row.get(1)), compressed ? rows / 2 : rows);
    } catch (AgentException slow) {
      if (slow.code() == ErrorCode.TIMED_OUT) {
        return new Volume(0, 0);
      }
      throw slow;
    }
  }

  /**
   * Requires room.
   *
   * @param folder on the file system that is to have it
   * @param needed in bytes
   * @param what needs it
   */
  static void requireRoom(Path folder, long needed, String what) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < needed) {
        throw new AgentException(
            ErrorCode.RESOURCES_EXHAUSTED,
            "%s has %,d MiB free, but %s needs about %,d MiB"
                .formatted(folder, free / MIB, what, needed / MIB));
      }
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not look at the room in " + folder + ": " + failed, failed);
    }
  }
}
